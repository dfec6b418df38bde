// @ts-check
const session = require('../../services/session')
const { filling } = require('../../utils/form-page')
const partyDays = require('../services/party-days')
const { needsOrganisation } = require('../utils/seats')
const { DAYS } = require('../utils/templates')
const times = require('../utils/times')
const { WAYS, toTell } = require('../utils/words')

const EMPTY = { title: '', day: '', from: '09:00', to: '11:00', place: '', check_in: 'both', material: '', reason: '', organisation: {} }

Page(
  filling(
    {
      data: { id: 0, form: EMPTY, templates: DAYS, ways: WAYS, before: null, isMoved: false },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
        if (this.data.id) wx.setNavigationBarTitle({ title: '改主题党日' })
      },
      draft() {
        return `day-${this.data.id || 'new'}`
      },
      follow(/** @type {any} */ form) {
        return { isMoved: hasMoved(this.data.before, form) }
      },
      /** Fills in what a template knows and leaves the day to the secretary. */
      useTemplate(/** @type {any} */ event) {
        const { title, material, hours } = DAYS[event.currentTarget.dataset.index]
        this.put({ title, material, to: times.later(this.data.form.from, hours) })
      },
      submit() {
        const { form, id, before, isMoved } = this.data
        if (!this.isComplete(faults(form, this.data))) return undefined
        return this.once('submit', async () => {
          if (!(await this.isAgreed())) return
          const save = () => (id ? partyDays.change(id, changed(before, form, isMoved)) : partyDays.create(asBody(form)))
          const day = await this.attempt(save, times.named)
          this.forget()
          await this.tell(day)
        })
      },
      /** What it will mean, in numbers, before it happens. */
      async isAgreed() {
        const { before, isMoved, form } = this.data
        const isTold = before && before.status === 'planned' && (isMoved || form.place !== before.place)
        if (before && !isTold) return true
        const content = before ? `时间或地点变了，会通知名单上的 ${toTell(before)} 个人。` : '支部名单上的党员都会收到通知。'
        const { confirm } = await wx.showModal({ title: before ? '改了就通知' : '发布主题党日', content, confirmText: before ? '改' : '发布' })
        return confirm
      },
      async tell(/** @type {any} */ day) {
        if (this.data.id) {
          wx.showToast({ title: '改好了', icon: 'none' })
          return wx.navigateBack()
        }
        const isHeld = day.status === 'draft'
        const content = isHeld ? '微信对这段文字拿不准，先存成草稿。请再读一遍，没问题就点“发布”。' : `名单上 ${day.rate.expected} 个人会收到通知。`
        await wx.showModal({ title: isHeld ? '还没有发布' : '发布了', content, showCancel: false, confirmText: '好' })
        return wx.redirectTo({ url: `/secretary/day/day?id=${day.id}` })
      },
    },
    async function load() {
      const saved = this.kept()
      const before = this.data.id ? await partyDays.get(this.data.id) : null
      const form = { ...EMPTY, ...(before && asForm(before)), ...saved }
      const asksOrganisation = !before && needsOrganisation(await session.me(), 'run_party_days')
      return { before, form, isRestored: Boolean(saved), isMoved: hasMoved(before, form), asksOrganisation, today: times.dayOf(Date.now()) }
    },
  ),
)

const asForm = (/** @type {any} */ day) => ({
  title: day.title,
  day: times.dayOf(day.starts_at),
  from: times.clockOf(day.starts_at),
  to: times.clockOf(day.ends_at),
  place: day.place,
  check_in: day.check_in,
  material: day.material,
})

const asBody = (/** @type {any} */ form) => ({
  title: form.title.trim(),
  starts_at: times.instant(form.day, form.from),
  ends_at: times.instant(form.day, form.to),
  place: form.place.trim(),
  check_in: form.check_in,
  material: form.material.trim(),
  ...(form.organisation.id && { organisation_id: form.organisation.id }),
})

const hasMoved = (/** @type {any} */ before, /** @type {any} */ form) =>
  Boolean(before && (times.dayOf(before.starts_at) !== form.day || times.clockOf(before.starts_at) !== form.from))

/** The changed fields alone; the times together, as they are meant. */
function changed(/** @type {any} */ before, /** @type {any} */ form, /** @type {boolean} */ isMoved) {
  const { title, starts_at: starts, ends_at: ends, place, check_in: way, material } = asBody(form)
  const isLonger = times.clockOf(before.ends_at) !== form.to
  return {
    ...(title !== before.title && { title }),
    ...(isMoved && { starts_at: starts, reason: form.reason.trim() }),
    ...((isMoved || isLonger) && { ends_at: ends }),
    ...(place !== before.place && { place }),
    ...(way !== before.check_in && { check_in: way }),
    ...(material !== before.material && { material }),
  }
}

function faults(/** @type {any} */ form, /** @type {any} */ { isMoved, asksOrganisation }) {
  return {
    ...(asksOrganisation && !form.organisation.id && { organisation_id: '请选择是哪个支部' }),
    ...(!form.title.trim() && { title: '请写个名称' }),
    ...times.faults(form),
    ...(isMoved && !form.reason.trim() && { reason: '请写明为什么改时间' }),
  }
}
