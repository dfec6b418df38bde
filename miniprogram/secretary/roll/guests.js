// @ts-check
// On the roll page: whoever else is there. Those who sit in (列席), and those who answered in the WeChat group.
const { go } = require('../../utils/go')
const book = require('../utils/roll-book')

// How somebody shows who sits in, until the backend has them; whose code is of another branch has no name here yet.
const GUEST = { status: 'observer', group: '', phone: '', checked_in_at: null }
const SOMEONE = { name: '扫码的人' }

/** @type {Record<string, any>} */
module.exports = {
  /** Somebody of another branch, or a guest: they sit in. */
  async offerSeat(/** @type {string} */ code, /** @type {number} */ personId) {
    const { confirm } = await wx.showModal({ title: '不在名单上', content: '外支部的党员或群众可以列席，不计应到。', confirmText: '记为列席' })
    if (!confirm) return
    const { name } = this.data.mine.find((/** @type {any} */ each) => each.person_id === personId) || SOMEONE
    this.welcome({ code }, { ...GUEST, person_id: personId, name })
  },
  openPeople() {
    const known = new Set(book.shown(this.book()).map((each) => each.person_id))
    this.setData({ isAdding: true, others: this.data.mine.filter((/** @type {any} */ each) => !known.has(each.person_id)) })
  },
  /** Those who answered in the WeChat group that they are there. */
  pasteList() {
    go(`/secretary/group-list/group-list?kind=roll&id=${this.data.id}`)
  },
  closePeople() {
    this.setData({ isAdding: false })
  },
  addPerson(/** @type {any} */ event) {
    const { person_id: personId, name, group, phone } = event.detail
    this.setData({ isAdding: false })
    this.welcome({ person_id: personId }, { ...GUEST, person_id: personId, name, group, phone })
  },
}
