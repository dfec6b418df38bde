// @ts-check
// Mass notices: whom they are for, sending, what became of them.
const request = require('../../services/request')

module.exports = {
  /** What is asked for by name is among them, however long over, if I may address it. */
  choices: (/** @type {{event_id?: number, party_day_id?: number}} */ asked) => request.get('/audiences', asked),
  count: (/** @type {any} */ audience) => request.post('/audiences', audience),
  send: (/** @type {any} */ notice) => request.post('/notices', notice),
  /** One that has not gone out is written anew, in its place. */
  revise: (/** @type {number} */ id, /** @type {any} */ notice) => request.put(`/notices/${id}`, notice),
  list: (/** @type {{after?: string, status?: string}} */ query) => request.get('/notices', query),
  get: (/** @type {number} */ id) => request.get(`/notices/${id}`),
  report: (/** @type {number} */ id) => request.get(`/notices/${id}/report`),
  cancel: (/** @type {number} */ id) => request.post(`/notices/${id}/cancellation`),
  /** The version says which text was read: no other one is let go. */
  release: (/** @type {number} */ id, /** @type {number} */ version) => request.post(`/notices/${id}/release`, { version }),
  /** A second person's word on a notice to many. */
  approve: (/** @type {number} */ id, /** @type {number} */ version) => request.post(`/notices/${id}/approval`, { decision: 'approve', version }),
  sendBack: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/notices/${id}/approval`, { decision: 'return', reason }),
  withdraw: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/notices/${id}/withdrawal`, { reason }),
  markPhoned: (/** @type {number} */ id, /** @type {number[]} */ personIds) => request.post(`/notices/${id}/phoned`, { person_ids: personIds }),
}
