// @ts-check
const session = require('../../services/session')
const { filling } = require('../../utils/form-page')
const events = require('../services/events')
const plan = require('../utils/event-plan')
const { needsOrganisation } = require('../utils/seats')
const { EVENTS } = require('../utils/templates')
const times = require('../utils/times')
const { sum } = require('../utils/words')

Page(
  filling(
    {
      data: { id: 0, form: plan.EMPTY, templates: EVENTS, modes: plan.MODES, audiences: plan.AUDIENCES, before: null },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
        if (this.data.id) wx.setNavigationBarTitle({ title: '改活动' })
      },
      draft() {
        return `event-${this.data.id || 'new'}`
      },
      useTemplate(/** @type {any} */ event) {
        const { title, detail, hours, posts } = EVENTS[event.currentTarget.dataset.index]
        this.put({ title, detail, posts: posts.map((each) => ({ ...each, capacity: String(each.capacity) })), to: times.later(this.data.form.from, hours) })
      },
      typePost(/** @type {any} */ event) {
        const { index, name } = event.currentTarget.dataset
        const posts = this.data.form.posts.map((/** @type {any} */ post, /** @type {number} */ place) => (place === index ? { ...post, [name]: event.detail.value } : post))
        this.put({ posts })
      },
      addPost() {
        this.put({ posts: [...this.data.form.posts, plan.POST] })
      },
      removePost(/** @type {any} */ event) {
        this.put({ posts: this.data.form.posts.filter((/** @type {any} */ _, /** @type {number} */ place) => place !== event.currentTarget.dataset.index) })
      },
      submit() {
        const { form, id, before, asksOrganisation } = this.data
        if (!this.isComplete(plan.faults(form, asksOrganisation))) return undefined
        return this.once('submit', async () => {
          if (!(await this.isAgreed())) return
          const save = () => (id ? events.change(id, plan.changed(before, form)) : events.create(plan.asBody(form)))
          const event = await this.attempt(save, times.named)
          this.forget()
          await this.tell(event)
        })
      },
      /** What it will mean, in numbers, before it happens. */
      async isAgreed() {
        const { before, form } = this.data
        const told = before ? sum(before.posts, 'confirmed') + sum(before.posts, 'waiting') : 0
        if (!told || !plan.hasMoved(before, form)) return true
        const { confirm } = await wx.showModal({ title: '改了就通知', content: `时间或地点变了，报名和候补的 ${told} 个人会收到通知，要重新选“还去”或“不去了”。`, confirmText: '改' })
        return confirm
      },
      async tell(/** @type {any} */ event) {
        if (this.data.id) {
          wx.showToast({ title: '改好了', icon: 'none' })
          return wx.navigateBack()
        }
        const isHeld = event.status === 'held'
        const content = isHeld ? '微信对这段文字拿不准。请再读一遍，没问题就点“发布”。' : '大家现在就能报名。要不要也发到微信群？'
        await wx.showModal({ title: isHeld ? '还没有发布' : '发布了', content, showCancel: false, confirmText: '好' })
        return wx.redirectTo({ url: `/secretary/event/event?id=${event.id}` })
      },
    },
    async function load() {
      const saved = this.kept()
      const before = this.data.id ? await events.get(this.data.id) : null
      const asksOrganisation = !before && needsOrganisation(await session.me(), 'run_events')
      return { before, form: { ...plan.EMPTY, ...(before && plan.asForm(before)), ...saved }, isRestored: Boolean(saved), asksOrganisation, today: times.dayOf(Date.now()) }
    },
  ),
)
