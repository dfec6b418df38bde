// @ts-check
const wishes = require('../../services/wishes')
const drafts = require('../../utils/drafts')
const { loading } = require('../../utils/page')
const { asCard } = require('../../utils/wish-words')

Page(
  loading(
    {
      data: { id: 0, wish: null, form: { title: '', detail: '', name: '' }, card: null, wrong: {}, isRejecting: false },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
      },
      onShow() {},
      /** The card is drawn from the very words that will be sent. */
      put(/** @type {Record<string, any>} */ change) {
        const form = { ...this.data.form, ...change }
        this.setData({ form, card: preview(this.data.wish, form), wrong: {} })
        drafts.save(`verify-${this.data.id}`, form)
      },
      type(/** @type {any} */ event) {
        this.put({ [event.currentTarget.dataset.name]: event.detail.value })
      },
      /** A title is one line, however long it is shown. */
      typeLine(/** @type {any} */ event) {
        this.put({ [event.currentTarget.dataset.name]: event.detail.value.replace(/\s*\n\s*/g, ' ') })
      },
      accept() {
        const { id, form } = this.data
        if (!form.title.trim() || !form.name.trim()) {
          this.setData({ wrong: { ...(!form.title.trim() && { public_title: '请填写' }), ...(!form.name.trim() && { public_name: '请填写' }) } })
          return undefined
        }
        const shown = { public_title: form.title.trim(), public_detail: form.detail.trim(), public_name: form.name.trim() }
        return this.decide('accept', () => wishes.verify(id, { decision: 'accept', ...shown }), '已上墙')
      },
      askReason() {
        this.setData({ isRejecting: true })
      },
      closeReason() {
        this.setData({ isRejecting: false })
      },
      reject(/** @type {any} */ event) {
        const { text: reason } = event.detail
        return this.decide('reject', () => wishes.verify(this.data.id, { decision: 'reject', reason }), '已退回，对方会收到理由')
      },
      decide(/** @type {string} */ name, /** @type {() => Promise<any>} */ act, /** @type {string} */ told) {
        return this.once(name, async () => {
          try {
            await act()
          } catch (error) {
            this.setData({ wrong: /** @type {any} */ (error).fields || {} })
            throw error
          }
          drafts.clear(`verify-${this.data.id}`)
          drafts.clear(`reject-${this.data.id}`)
          await wx.navigateBack()
          wx.showToast({ title: told, icon: 'none' })
        })
      },
    },
    async function load() {
      const wish = await wishes.get(this.data.id)
      const saved = drafts.load(`verify-${this.data.id}`)
      const form = { title: wish.title, detail: wish.detail, name: wish.public_name || `${wish.organisation.name}一位居民`, ...saved }
      return { wish, form, card: preview(wish, form), isOpen: ['pending', 'held'].includes(wish.status) }
    },
  ),
)

/** The card as the wall will show it. */
const preview = (/** @type {any} */ wish, /** @type {any} */ form) =>
  asCard({ ...wish, title: form.title, detail: form.detail, public_name: form.name, status: 'open', opened_at: new Date().toISOString(), mine: null })
