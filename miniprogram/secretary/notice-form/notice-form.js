// @ts-check
const dates = require('../../utils/dates')
const { filling } = require('../../utils/form-page')
const { tell } = require('../../utils/page')
const notices = require('../services/notices')
const { ROLES, bodyOf, groupsOf } = require('../utils/audience')
const { partsOf } = require('../utils/notice-words')
const times = require('../utils/times')

const EMPTY = { title: '', body: '', key: '', name: '', roles: /** @type {string[]} */ ([]), isLater: false, day: '', clock: '18:00', urgent: false }
const SCOPES = ['organisation_id', 'alliance_id', 'party_day_id', 'event_id']

Page(
  filling(
    {
      data: { form: EMPTY, groups: [], roles: ROLES, chosen: {}, isChoosing: false, count: null },

      /** From a Party day's or an event's page its people are chosen already. */
      onLoad(/** @type {any} */ query) {
        const field = SCOPES.find((name) => query[name])
        this.setData({ preset: field ? `${field}:${query[field]}` : '' })
      },
      draft: () => 'notice-new',
      follow: (/** @type {any} */ form) => ({ chosen: chosenOf(form) }),
      toggleRole(/** @type {any} */ event) {
        const { role } = event.currentTarget.dataset
        const { roles } = this.data.form
        this.put({ roles: roles.includes(role) ? roles.filter((/** @type {string} */ each) => each !== role) : [...roles, role] })
        this.recount()
      },
      openChoices() {
        this.setData({ isChoosing: true })
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
      async submit() {
        const { form, count } = this.data
        if (!this.isComplete(faults(form))) return undefined
        if (!count) return wx.showToast({ title: '正在数人数，请稍等', icon: 'none' })
        const { confirm } = await wx.showModal({ title: `发给 ${count.people} 个人`, content: meaning(form, count), confirmText: form.isLater ? '定时发' : '现在发' })
        if (!confirm) return undefined
        return this.once('submit', async () => {
          const { id, status } = await this.attempt(() => notices.send(asBody(form)))
          this.forget()
          if (status === 'awaiting_approval') await wx.showModal({ title: '交给另一位同志复核', content: `要发给 ${count.people} 个人，复核通过后就发。`, showCancel: false, confirmText: '好' })
          if (status === 'held') await wx.showModal({ title: '还没有发出', content: '微信对这段文字拿不准。请再读一遍，没问题就点“我看过，发出去”。', showCancel: false, confirmText: '好' })
          wx.redirectTo({ url: `/secretary/notice/notice?id=${id}` })
        })
      },
    },
    async function load() {
      const saved = this.kept()
      const groups = groupsOf(await notices.choices())
      const all = groups.flatMap((each) => each.items)
      const first = all.find((each) => each.key === this.data.preset) || (saved && all.find((each) => each.key === saved.key)) || all[0]
      const form = { ...EMPTY, day: times.dayOf(Date.now()), ...saved, ...(first && { key: first.key, name: first.name }) }
      this.setData({ form, chosen: chosenOf(form) })
      this.recount()
      return { groups, isRestored: Boolean(saved && (saved.title || saved.body)), today: times.dayOf(Date.now()) }
    },
  ),
)

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
  const when = form.isLater ? `${dates.dayAndTime(sendAt(form))} 发。` : ''
  return `${when}${parts}。${form.urgent ? '紧急通知夜里也会响，请只用于险情和急事。' : ''}`
}

const asBody = (/** @type {any} */ form) => ({
  title: form.title.trim(),
  body: form.body.trim(),
  audience: bodyOf(form.key, form.roles),
  urgent: form.urgent,
  ...(form.isLater && { send_at: sendAt(form) }),
})
