// @ts-check
// Complaints and suggestions: mine, and those that my seats answer.
const request = require('./request')

/** @typedef {{kind: string, text: string, to_township: boolean, wants_call: boolean, organisation_id?: number}} Complaint */

module.exports = {
  send: (/** @type {Complaint} */ complaint) => request.post('/complaints', complaint),
  listMine: async () => (await request.get('/complaints')).items,
  listToAnswer: async () => (await request.get('/complaints', { of: 'to_answer' })).items,
  open: (/** @type {number} */ id) => request.post(`/complaints/${id}/release`),
  answer: (/** @type {number} */ id, /** @type {string} */ answer) => request.post(`/complaints/${id}/answer`, { answer }),
}
