// @ts-check
// Party days as a member meets them: the list, one of them, checking in, leave, make-up study.
const request = require('./request')

module.exports = {
  list: (/** @type {{when?: 'upcoming'|'past', after?: string, limit?: number}} */ query) => request.get('/party-days', query),
  get: (/** @type {number} */ id) => request.get(`/party-days/${id}`),
  checkIn: (/** @type {number} */ id, /** @type {string} */ code) => request.post(`/party-days/${id}/check-in`, { code }),
  askLeave: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/party-days/${id}/leave`, { reason }),
  handInMakeUp: (/** @type {number} */ id, /** @type {string} */ note) => request.post(`/party-days/${id}/make-up`, { note }),
  listPolls: (/** @type {number} */ id) => request.get(`/party-days/${id}/polls`),
  answerPoll: (/** @type {number} */ pollId, /** @type {number} */ number) => request.post(`/polls/${pollId}/answer`, { number }),
  listMakeUps: () => request.get('/make-ups'),
}
