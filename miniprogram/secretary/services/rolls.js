// @ts-check
// The roll of a Party day: who is on my sheet, marks made with and without signal, changes to the list by hand.
const request = require('../../services/request')

const list = (/** @type {number} */ dayId) => request.get(`/party-days/${dayId}/roll`)

module.exports = {
  list,
  /** A Party day's roll for the book on this phone (utils/roll-page.js). */
  of: (/** @type {number} */ dayId) => ({
    key: String(dayId),
    came: 'present',
    async fetch() {
      const [{ id, title }, { items }] = await Promise.all([request.get(`/party-days/${dayId}`), list(dayId)])
      return { about: { id, title }, lines: items }
    },
    /** Somebody sits in: `who` is {person_id} of my own people, or {code} that they showed. */
    add: (/** @type {any} */ { who, marked_at: markedAt, nonce }) =>
      request.post(`/party-days/${dayId}/people`, { ...who, as: 'observer', marked_at: markedAt }, nonce),
    send: async (/** @type {any[]} */ marks) => (await request.put(`/party-days/${dayId}/roll`, { marks })).marks,
  }),
  strike: (/** @type {number} */ dayId, /** @type {number} */ personId, /** @type {string} */ reason) =>
    request.post(`/party-days/${dayId}/roll/${personId}/strike`, { reason }),
  /** Not counted in 应到, by a decision of the branch committee: {reason, decision}. */
  exempt: (/** @type {number} */ dayId, /** @type {number} */ personId, /** @type {any} */ why) =>
    request.post(`/party-days/${dayId}/people/${personId}/exemption`, why),
}
