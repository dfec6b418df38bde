// @ts-check
// Volunteer events in the secretary's hands: putting up, changing, calling off. The list is in event-rolls.js.
const request = require('../../services/request')

/** @typedef {{period?: 'upcoming'|'past', after?: string, limit?: number}} EventsQuery */

module.exports = {
  /** Those that my seats run. */
  list: (/** @type {EventsQuery} */ query) => request.get('/events', { ...query, kept: true }),
  get: (/** @type {number} */ id) => request.get(`/events/${id}`),
  create: (/** @type {any} */ event) => request.post('/events', event),
  change: (/** @type {number} */ id, /** @type {any} */ change) => request.patch(`/events/${id}`, change),
  publish: (/** @type {number} */ id) => request.post(`/events/${id}/publication`),
  cancel: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/events/${id}/cancellation`, { reason }),
  code: (/** @type {number} */ id) => request.get(`/events/${id}/check-in-code`),
}
