// @ts-check
const binding = require('../../services/binding')
const dates = require('../../utils/dates')
const { listing } = require('../../utils/page')
const drafts = require('../../utils/drafts')

Page(
  listing(
    {
      data: { refusing: 0 },

      /** Which of the roster people it is; the same tap again takes it back. */
      choose(/** @type {any} */ event) {
        const { index, person } = event.currentTarget.dataset
        const { chosen } = this.data.items[index]
        this.setData({ [`items[${index}].chosen`]: chosen === person ? 0 : person })
      },
      approve(/** @type {any} */ event) {
        const { id, version, chosen, isCorrection } = this.data.items[event.currentTarget.dataset.index]
        const whom = isCorrection ? {} : chosen ? { person_id: chosen } : { as_resident: true }
        return this.decide(id, { decision: 'approve', version, ...whom }, isCorrection ? '已更正' : '已通过')
      },
      askReason(/** @type {any} */ event) {
        this.setData({ refusing: event.currentTarget.dataset.id })
      },
      closeReason() {
        this.setData({ refusing: 0 })
      },
      refuse(/** @type {any} */ event) {
        const id = this.data.refusing
        const { version } = this.data.items.find((/** @type {any} */ each) => each.id === id) || {}
        return this.decide(id, { decision: 'refuse', version, reason: event.detail.text }, '已退回，对方会收到理由')
      },
      decide(/** @type {number} */ id, /** @type {any} */ decision, /** @type {string} */ told) {
        return this.once(`${decision.decision}-${id}`, async () => {
          try {
            await binding.decide(id, decision)
            drafts.clear(`refuse-${id}`)
            this.setData({ refusing: 0 })
            wx.showToast({ title: told, icon: 'none' })
          } finally {
            await this.reload()
          }
        })
      },
    },
    async function fetch() {
      const { items, next } = await binding.listRequests()
      return { items: items.map(present), next }
    },
  ),
)

/** What a correction would change, as `from → to`. */
const changesOf = (/** @type {any} */ each) =>
  [
    each.name !== each.now_name && `姓名：${each.now_name} → ${each.name}`,
    each.phone !== each.now_phone && `手机号：${each.now_phone || '没有'} → ${each.phone}`,
    each.note,
  ].filter(Boolean)

const present = (/** @type {any} */ each) => ({
  id: each.id,
  version: each.version,
  isCorrection: each.kind === 'correction',
  name: each.kind === 'correction' ? each.now_name : each.name,
  phone: each.kind === 'correction' ? each.now_phone : each.phone,
  changes: each.kind === 'correction' ? changesOf(each) : [],
  where: each.organisation.name,
  when: dates.dayAndTime(each.asked_at),
  candidates: each.candidates,
  chosen: each.candidates.length === 1 ? each.candidates[0].person_id : 0,
})
