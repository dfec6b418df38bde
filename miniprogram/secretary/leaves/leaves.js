// @ts-check
const dates = require('../../utils/dates')
const drafts = require('../../utils/drafts')
const { loading } = require('../../utils/page')
const partyDays = require('../services/party-days')
const people = require('../services/people')
const rolls = require('../services/rolls')

const EXCUSABLE = ['not_yet', 'absent']

Page(
  loading(
    {
      data: { id: 0, items: [], refusing: null, lines: [], isChoosing: false, person: null },

      /** With `id` of a Party day, leave can also be written down for somebody who phoned. */
      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
      },
      approve(/** @type {any} */ event) {
        return this.decide(this.data.items[event.currentTarget.dataset.index], 'approve')
      },
      askReason(/** @type {any} */ event) {
        this.setData({ refusing: this.data.items[event.currentTarget.dataset.index] })
      },
      closeReason() {
        this.setData({ refusing: null })
      },
      refuse(/** @type {any} */ event) {
        return this.decide(this.data.refusing, 'refuse', event.detail.text)
      },
      decide(/** @type {any} */ leave, /** @type {'approve'|'refuse'} */ decision, reason = '') {
        return this.once(`${decision}-${leave.key}`, async () => {
          try {
            await partyDays.decideLeave(leave.dayId, leave.personId, decision, reason)
            drafts.clear(`refuse-leave-${leave.key}`)
            this.setData({ refusing: null })
            wx.showToast({ title: decision === 'approve' ? '批了，已告诉本人' : '没有批，已告诉本人', icon: 'none' })
          } finally {
            await this.reload()
          }
        })
      },

      openPeople() {
        this.setData({ isChoosing: true })
      },
      closePeople() {
        this.setData({ isChoosing: false })
      },
      choose(/** @type {any} */ event) {
        this.setData({ isChoosing: false, person: event.detail })
      },
      closePerson() {
        this.setData({ person: null })
      },
      enter(/** @type {any} */ event) {
        const { person, id } = this.data
        return this.once('enter', async () => {
          await partyDays.enterLeave(id, person.person_id, event.detail.text)
          drafts.clear(`leave-${id}-${person.person_id}`)
          this.setData({ person: null })
          wx.showToast({ title: `${person.name}的请假记下了`, icon: 'none' })
          await this.reload()
        })
      },
    },
    async function load() {
      const [{ items }, roll] = await Promise.all([partyDays.listLeaves(), this.data.id ? rolls.list(this.data.id) : { items: [] }])
      const lines = roll.items.filter((/** @type {any} */ line) => EXCUSABLE.includes(line.status))
      return { items: items.map(present), lines: lines.map((/** @type {any} */ line) => ({ ...line, hint: people.hintOf(line) })) }
    },
  ),
)

const present = (/** @type {any} */ leave) => ({
  key: `${leave.party_day_id}-${leave.person_id}`,
  dayId: leave.party_day_id,
  personId: leave.person_id,
  name: leave.name,
  title: leave.title,
  reason: leave.reason,
  when: dates.dayAndTime(leave.asked_at),
})
