// @ts-check
// Party days in the secretary's hands: calling, changing, the code for the wall, leave.
const request = require('../../services/request')

/** @typedef {{when?: 'upcoming'|'past', after?: string, limit?: number}} DaysQuery */

module.exports = {
  list: (/** @type {DaysQuery} */ query) => request.get('/party-days', query),
  get: (/** @type {number} */ id) => request.get(`/party-days/${id}`),
  create: (/** @type {any} */ day) => request.post('/party-days', day),
  change: (/** @type {number} */ id, /** @type {any} */ change) => request.patch(`/party-days/${id}`, change),
  publish: (/** @type {number} */ id) => request.post(`/party-days/${id}/publication`),
  cancel: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/party-days/${id}/cancellation`, { reason }),
  copyLast: (/** @type {number|undefined} */ organisationId) => request.post('/party-days/copy', { organisation_id: organisationId }),
  /** The branch's fixed day; null while none is set. */
  fixedDay: (/** @type {number|undefined} */ organisationId) =>
    request.get('/party-days/fixed-day', { organisation_id: organisationId }).catch((error) => (error.code === 'no_fixed_day' ? null : Promise.reject(error))),
  setFixedDay: (/** @type {any} */ rule) => request.put('/party-days/fixed-day', rule),
  planYear: (/** @type {number} */ year, /** @type {number|undefined} */ organisationId) =>
    request.post('/party-days/plan', { year, organisation_id: organisationId }),
  join: (/** @type {number} */ id, /** @type {number} */ organisationId) => request.post(`/party-days/${id}/sheets/${organisationId}`),
  decline: (/** @type {number} */ id, /** @type {number} */ organisationId) => request.del(`/party-days/${id}/sheets/${organisationId}`),
  code: (/** @type {number} */ id) => request.get(`/party-days/${id}/check-in-code`),

  listLeaves: () => request.get('/leaves'),
  decideLeave: (/** @type {number} */ id, /** @type {number} */ personId, /** @type {'approve'|'refuse'} */ decision, reason = '') =>
    request.post(`/party-days/${id}/leave/${personId}`, { decision, reason }),
  enterLeave: (/** @type {number} */ id, /** @type {number} */ personId, /** @type {string} */ reason) =>
    request.post(`/party-days/${id}/leave/${personId}/by-phone`, { reason }),
}
