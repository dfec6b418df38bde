// @ts-check
const wishes = require('../../services/wishes')
const drafts = require('../../utils/drafts')
const { filling } = require('../../utils/form-page')
const { asCard, statusOf } = require('../../utils/wish-words')

Page(
  filling(
    {
      data: { id: 0, version: 0, wish: null, form: { title: '', detail: '', name: '' }, card: null, isRejecting: false },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
      },
      /** Of the words as the wisher wrote them: rewritten ones begin a new form. */
      draft() {
        return `verify-${this.data.id}-${this.data.version}`
      },
      /** The card is drawn from the very words that will be sent. */
      follow(/** @type {any} */ form) {
        return { card: preview(this.data.wish, form) }
      },
      /** A title is one line, however long it is shown. */
      typeLine(/** @type {any} */ event) {
        this.put({ [event.currentTarget.dataset.name]: event.detail.value.replace(/\s*\n\s*/g, ' ') })
      },
      accept() {
        const { id, form } = this.data
        const missing = { ...(!form.title.trim() && { public_title: '请填写标题' }), ...(!form.name.trim() && { public_name: '请填写称呼' }) }
        if (!this.isComplete(missing)) return undefined
        const shown = { public_title: form.title.trim(), public_detail: form.detail.trim(), public_name: form.name.trim() }
        return this.decide('accept', () => wishes.verify(id, { decision: 'accept', version: this.data.version, ...shown }), '已上墙')
      },
      askReason() {
        this.setData({ isRejecting: true })
      },
      closeReason() {
        this.setData({ isRejecting: false })
      },
      reject(/** @type {any} */ event) {
        const { text: reason } = event.detail
        const { id, version } = this.data
        return this.decide('reject', () => wishes.verify(id, { decision: 'reject', version, reason }), '已退回，对方会收到理由')
      },
      decide(/** @type {string} */ name, /** @type {() => Promise<any>} */ act, /** @type {string} */ told) {
        return this.once(name, async () => {
          try {
            await this.attempt(act)
          } catch (error) {
            if (/** @type {any} */ (error).code === 'changed_meanwhile') await this.reload()
            throw error
          }
          this.forget()
          drafts.clear(`reject-${this.data.id}`)
          await wx.navigateBack()
          wx.showToast({ title: told, icon: 'none' })
        })
      },
    },
    async function load() {
      const wish = await wishes.get(this.data.id)
      const village = wish.village || {}
      this.setData({ version: village.version || 0 })
      const saved = this.kept()
      const form = { title: wish.title, detail: wish.detail, name: wish.public_name || village.default_public_name, ...saved }
      const isOpen = ['pending', 'held'].includes(wish.status)
      const naming = wish.is_for_child ? '孩子的名字一律不公开' : village.may_show_name ? '本人同意' : '本人没有同意'
      const mayName = village.may_show_name && !wish.is_for_child
      return { wish, form, card: preview(wish, form), isOpen, canDecide: isOpen && village.can_verify, statusName: statusOf(wish.status), naming, mayName }
    },
  ),
)

/** The card as the wall will show it. */
const preview = (/** @type {any} */ wish, /** @type {any} */ form) =>
  asCard({ ...wish, title: form.title, detail: form.detail, public_name: form.name, status: 'open', opened_at: new Date().toISOString(), mine: null })
