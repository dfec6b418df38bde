// @ts-check
// On the roll page: what is put right by hand. Arrivals to be struck, those who do not count in 应到.
const drafts = require('../../utils/drafts')
const rolls = require('../services/rolls')
const book = require('../utils/roll-book')

/** @type {Record<string, any>} */
module.exports = {
  exemption(/** @type {any} */ line) {
    return ['exempt', 'observer'].includes(line.status) ? [] : [{ name: '不计应到', act: () => this.setData({ exempted: line }) }]
  },
  closeExemption() {
    this.setData({ exempted: null })
  },
  exempt(/** @type {any} */ event) {
    const { id, exempted } = this.data
    return this.once('exempt', async () => {
      await rolls.exempt(id, exempted.person_id, event.detail)
      drafts.clear(`exempt-${id}-${exempted.person_id}`)
      this.setData({ exempted: null })
      wx.showToast({ title: `${exempted.name}这次不计应到`, icon: 'none' })
      await this.reload()
    })
  },
  strike(/** @type {any} */ event) {
    const { id, struck } = this.data
    return this.once('strike', async () => {
      await rolls.strike(id, struck.person_id, event.detail.text)
      drafts.clear(`strike-${id}-${struck.person_id}`)
      if (struck.nonce) book.drop(this.book(), struck.nonce)
      this.setData({ struck: null })
      wx.showToast({ title: '这条签到取消了', icon: 'none' })
      await this.reload()
    })
  },
}
