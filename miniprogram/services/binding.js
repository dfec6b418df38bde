// @ts-check
// Binding this WeChat account to a person of the roster, and a secretary's decision on it.
const request = require('./request')

module.exports = {
  /** With `code` from WeChat's phone button, or `phone` typed by hand. */
  bindPhone: (/** @type {{code?: string, phone?: string, name: string, organisation_id?: number}} */ who) =>
    request.post('/me/phone', who),
  listRequests: () => request.get('/requests'),
  decide: (/** @type {number} */ id, /** @type {any} */ decision) => request.post(`/requests/${id}`, decision),
}
