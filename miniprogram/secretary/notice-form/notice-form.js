// @ts-check
const dates = require('../../utils/dates')
const { filling } = require('../../utils/form-page')
const { tell } = require('../../utils/page')
const notices = require('../services/notices')
const { ROLES, bodyOf, groupsOf, keyOf, scopeOf } = require('../utils/audience')
const { partsOf } = require('../utils/notice-words')
const times = require('../utils/times')

const EMPTY = { title: '', body: '', key: '', name: '', roles: /** @type {string[]} */ ([]), isLater: false, day: '', clock: '18:00', urgent: false }
const MARK = '更正：'
const NOT_YOURS = '您不能给这里的人发通知，请另选发给谁'

Page(
  filling(
    {
      data: { id: 0, form: EMPTY, groups: [], roles: ROLES, chosen: {}, isChoosing: false, isFixed: false, count: null },

      /** From a Party day's or an event's page its people are chosen already; with an id, that notice is written anew. */
      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0, preset: keyOf(query) })
        if (this.data.id) wx.setNavigationBarTitle({ title: '改通知' })
      },
      draft() {
        return `notice-${this.data.id || 'new'}`
      },
      follow: (/** @type {any} */ form) => ({ chosen: chosenOf(form) }),
      toggleRole(/** @type {any} */ event) {
        const { role } = event.currentTarget.dataset
        const { roles } = this.data.form
        this.put({ roles: roles.includes(role) ? roles.filter((/** @type {string} */ each) => each !== role) : [...roles, role] })
        this.recount()
      },
      openChoices() {
        this.setData({ isChoosing: !this.data.isFixed })
      },
      closeChoices() {
        this.setData({ isChoosing: false })
      },
      changeChoices(/** @type {any} */ event) {
        if (!event.detail.visible) this.closeChoices()
      },
      choose(/** @type {any} */ event) {
        const { key, name } = event.currentTarget.dataset
        this.setData({ isChoosing: false, preset: '' })
        this.put({ key, name })
        this.recount()
      },
      /** How many people that is just now. An answer to an older question is dropped. */
      async recount() {
        const { key, roles } = this.data.form
        const counted = (this.counted = (this.counted || 0) + 1)
        this.setData({ count: null })
        if (!key) return
        try {
          const count = await notices.count(bodyOf(key, roles))
          if (counted === this.counted) this.setData({ count: { people: count.people, parts: partsOf(count) } })
        } catch (error) {
          if (counted === this.counted) tell(error)
        }
      },
      submit() {
        const { id, form, count } = this.data
        if (!this.isComplete(faults(form))) return undefined
        if (!count) return wx.showToast({ title: '正在数人数，请稍等', icon: 'none' })
        const question = { title: `发给 ${count.people} 个人`, content: meaning(form, count), confirmText: form.isLater ? '定时发' : '现在发' }
        return this.onceAgreed('submit', question, async () => {
          const done = await this.attempt(() => (id ? this.revise(id, form) : notices.send(asBody(form))))
          this.forget()
          if (done.status === 'awaiting_approval') await wx.showModal({ title: '交给另一位同志复核', content: `要发给 ${count.people} 个人，复核通过后就发。`, showCancel: false, confirmText: '好' })
          if (done.status === 'held') await wx.showModal({ title: '还没有发出', content: '微信对这段文字拿不准。请再读一遍，没问题就点“我看过，发出去”。', showCancel: false, confirmText: '好' })
          return id ? wx.navigateBack() : wx.redirectTo({ url: `/secretary/notice/notice?id=${done.id}` })
        })
      },
      /** Whoever is told that somebody else changed it meanwhile keeps what they typed, and may hand it in on top. */
      async revise(/** @type {number} */ id, /** @type {any} */ form) {
        try {
          return await notices.revise(id, { ...asBody(form), version: form.version })
        } catch (error) {
          if (/** @type {any} */ (error).code === 'changed_meanwhile') this.put({ version: (await notices.get(id)).version })
          throw error
        }
      },
    },
    async function load() {
      const { id, preset } = this.data
      const saved = this.kept()
      const before = id ? await notices.get(id) : null
      const form = { ...EMPTY, day: times.dayOf(Date.now()), ...(before && asForm(before)), ...saved }
      const wanted = preset || form.key
      const groups = groupsOf(await notices.choices(scopeOf(wanted)))
      const isFixed = Boolean(before && before.is_correction) // it goes to those who have the wrong one
      if (!isFixed) Object.assign(form, choiceOf(groups, wanted, !saved))
      this.setData({ form, chosen: chosenOf(form), wrong: wanted && !form.key ? { audience: NOT_YOURS } : {} })
      if (isFixed) this.setData({ count: { people: before.people, parts: [] } })
      else this.recount()
      return { groups, isFixed, isRestored: Boolean(saved && (saved.title || saved.body)), today: times.dayOf(Date.now()) }
    },
  ),
)

/** What was meant, never something else in its place; a new form means the village, where there is only one. */
function choiceOf(/** @type {any[]} */ groups, /** @type {string} */ wanted, /** @type {boolean} */ isNew) {
  const all = groups.flatMap((each) => each.items)
  const villages = all.filter((each) => each.key.startsWith('organisation_id:'))
  const own = isNew && villages.length === 1 ? villages[0] : undefined
  const { key, name } = (wanted ? all.find((each) => each.key === wanted) : own) || { key: '', name: '' }
  return { key, name }
}

/** One that was written before, as the form asks for it. */
function asForm(/** @type {any} */ { version, title, body, audience, urgent, send_at: at, is_correction: isCorrection }) {
  const isLater = Date.parse(at) > Date.now()
  return {
    version,
    title: isCorrection && title.startsWith(MARK) ? title.slice(MARK.length) : title,
    body,
    key: keyOf(audience),
    name: audience.in_words,
    roles: audience.roles,
    urgent,
    isLater,
    ...(isLater && { day: times.dayOf(at), clock: times.clockOf(at) }),
  }
}

/** For the ticks: which roles are chosen. */
const chosenOf = (/** @type {any} */ form) => Object.fromEntries(form.roles.map((/** @type {string} */ role) => [role, true]))
const sendAt = (/** @type {any} */ form) => times.instant(form.day, form.clock)

function faults(/** @type {any} */ form, now = Date.now()) {
  return {
    ...(!form.title.trim() && { title: '请写标题' }),
    ...(!form.key && { audience: '请选择发给谁' }),
    ...(form.isLater && Date.parse(sendAt(form)) <= now && { send_at: '这个时间已经过了' }),
  }
}

/** What it will mean, before it happens. */
function meaning(/** @type {any} */ form, /** @type {any} */ count) {
  const parts = count.parts.map((/** @type {any} */ each) => `${each.name} ${each.count} 人`).join('，')
  const whom = parts ? `${parts}。` : '都是收到原通知的人。'
  const when = form.isLater ? `${dates.dayAndTime(sendAt(form))} 发。` : ''
  return `${when}${whom}${form.urgent ? '紧急通知夜里也会响，请只用于险情和急事。' : ''}`
}

const asBody = (/** @type {any} */ form) => ({
  title: form.title.trim(),
  body: form.body.trim(),
  audience: bodyOf(form.key, form.roles),
  urgent: form.urgent,
  ...(form.isLater && { send_at: sendAt(form) }),
})
