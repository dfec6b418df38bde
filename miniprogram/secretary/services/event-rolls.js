// @ts-check
// The roll of an event: who is on the list and who came, marked with and without signal; what is put right later.
const request = require('../../services/request')

/** A row of the list as the roll book keeps it: `status` says whether they came, `place` whether they have one. */
const asLine = (/** @type {any} */ row) => ({ ...row, place: row.status, status: row.attendance || 'not_yet' })

const list = (/** @type {number} */ eventId) => request.get(`/events/${eventId}/sign-ups`)

module.exports = {
  list,
  /** An event's roll for the book on this phone (utils/roll-page.js). */
  of: (/** @type {number} */ eventId) => ({
    key: `event-${eventId}`,
    came: 'attended',
    async fetch() {
      const [event, { items }] = await Promise.all([request.get(`/events/${eventId}`), list(eventId)])
      return { about: { id: event.id, title: event.title, canMark: event.status === 'open' }, lines: items.map(asLine) }
    },
    /** Whoever turned up: `who` is {person_id} of my own people, or {name, phone}. */
    add: async (/** @type {any} */ { who, marked_at: markedAt, nonce }) =>
      asLine(await request.post(`/events/${eventId}/walk-ins`, { ...who, marked_at: markedAt }, nonce)),
    async send(/** @type {any[]} */ marks) {
      const seen = marks.map(({ status, ...mark }) => ({ ...mark, attendance: status }))
      const answer = await request.put(`/events/${eventId}/roll`, { marks: seen })
      return answer.marks.map((/** @type {any} */ each) => ({ ...each, status: each.attendance || 'not_yet' }))
    },
  }),
  /** Whoever was noted as come was not there: their hours go, the reason stays. */
  strike: (/** @type {number} */ eventId, /** @type {number} */ personId, /** @type {string} */ reason) =>
    request.put(`/events/${eventId}/attendance`, { marks: [{ person_id: personId, attendance: 'absent' }], reason }),
  /** Dial a child's guardian: the number comes when it is asked for, which is logged, and stays nowhere on the phone. */
  async callGuardian(/** @type {number} */ eventId, /** @type {number} */ personId) {
    const { phone } = await request.post(`/events/${eventId}/sign-ups/${personId}/guardian`, { reason: '活动当天联系' })
    await wx.makePhoneCall({ phoneNumber: phone })
  },
}
