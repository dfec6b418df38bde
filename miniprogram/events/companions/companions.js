// @ts-check
const events = require('../../services/events')
const grants = require('../../services/grants')
const words = require('../../utils/event-words')
const { filling } = require('../../utils/form-page')

const EMPTY = { post_id: 0, companions: /** @type {{name: string, is_child: boolean}[]} */ ([]), guardian_name: '', guardian_phone: '' }

Page(
  filling(
    {
      data: { id: 0, form: EMPTY, posts: [], most: 0, hasChild: false, needsGuardian: false },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0, needsGuardian: Boolean(query.guardian), form: { ...EMPTY, post_id: Number(query.post) || 0 } })
      },
      follow: (/** @type {any} */ form) => ({ hasChild: hasChild(form) }),
      draft() {
        return `companions-${this.data.id}`
      },
      choosePost(/** @type {any} */ event) {
        this.put({ post_id: event.currentTarget.dataset.id })
      },
      add() {
        this.put({ companions: [...this.data.form.companions, { name: '', is_child: false }] })
      },
      remove(/** @type {any} */ event) {
        const { index } = event.currentTarget.dataset
        this.put({ companions: this.data.form.companions.filter((/** @type {any} */ _, /** @type {number} */ place) => place !== index) })
      },
      /** A companion's name, or whether it is a child. */
      describe(/** @type {any} */ event) {
        const { index, name } = event.currentTarget.dataset
        const companions = this.data.form.companions.map((/** @type {any} */ each, /** @type {number} */ place) => (place === index ? { ...each, [name]: event.detail.value } : each))
        this.put({ companions })
      },
      submit() {
        if (!this.isComplete(faults(this.data.form, this.data.needsGuardian))) return undefined
        return this.once('submit', () => this.send())
      },
      async send() {
        await grants.ask(['event_update'])
        try {
          const done = await events.signUp(this.data.id, asBody(this.data.form))
          this.forget()
          const { title, content } = words.signedUpWords(done, this.data.event)
          await wx.showModal({ title, content, showCancel: false, confirmText: '好' })
          wx.navigateBack()
        } catch (error) {
          const { code, fields } = /** @type {any} */ (error)
          this.setData({ wrong: fields || {}, needsGuardian: this.data.needsGuardian || code === 'guardian_required' })
          throw error
        }
      },
    },
    async function load() {
      const event = await events.get(this.data.id)
      const posts = words.postsOf(event).filter((/** @type {any} */ post) => !post.whyNot)
      const saved = this.kept()
      const form = { ...this.data.form, ...saved }
      form.post_id = form.post_id || (posts.length ? posts[0].id : 0)
      return {
        event,
        posts,
        most: event.companion_limit,
        form: saved || this.data.needsGuardian ? form : { ...form, companions: [{ name: '', is_child: false }] },
        hasChild: hasChild(form),
      }
    },
  ),
)

const hasChild = (/** @type {any} */ form) => form.companions.some((/** @type {any} */ each) => each.is_child)

/** What is missing, by field, in the order of the form. */
function faults(/** @type {any} */ form, /** @type {boolean} */ needsGuardian) {
  const asksGuardian = needsGuardian || hasChild(form)
  return {
    ...(form.companions.some((/** @type {any} */ each) => !each.name.trim()) && { companions: '请写上每一位的名字，不去的点“去掉”' }),
    ...(asksGuardian && !form.guardian_name.trim() && { guardian_name: '请写监护人的姓名' }),
    ...(asksGuardian && !/^1\d{10}$/.test(form.guardian_phone) && { guardian_phone: '手机号是 11 位数字' }),
  }
}

function asBody(/** @type {any} */ form) {
  return {
    ...(form.post_id && { post_id: form.post_id }),
    companions: form.companions.map((/** @type {any} */ each) => ({ name: each.name.trim(), is_child: each.is_child })),
    ...(form.guardian_name.trim() && { guardian_name: form.guardian_name.trim(), guardian_phone: form.guardian_phone }),
  }
}
