// @ts-check
// What the pages of a Party day and of an event have in common for whoever runs it: copied for the group, cancelled.
const drafts = require('../../utils/drafts')
const group = require('../services/group')

/** `cancel(id, reason)` does it; `told` says who hears of it. The page adds `reload`. @returns {any} */
const gathering = (/** @type {'day'|'event'} */ kind, /** @type {(id: number, reason: string) => Promise<any>} */ cancel, /** @type {string} */ told) => ({
  onLoad(/** @type {any} */ query) {
    this.setData({ id: Number(query.id) || 0 })
  },
  copy() {
    return this.once('copy', async () => {
      await group.copy(kind, this.data.id)
      wx.showToast({ title: '复制好了，到微信群里粘贴', icon: 'none' })
    })
  },
  askCancel() {
    this.setData({ isCancelling: true })
  },
  closeCancel() {
    this.setData({ isCancelling: false })
  },
  cancel(/** @type {any} */ event) {
    return this.once('cancel', async () => {
      await cancel(this.data.id, event.detail.text)
      drafts.clear(`cancel-${kind}-${this.data.id}`)
      this.setData({ isCancelling: false })
      wx.showToast({ title: told, icon: 'none' })
      await this.reload()
    })
  },
})

module.exports = { gathering }
