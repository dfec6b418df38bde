// @ts-check
const request = require('./request')

module.exports = {
  list: (/** @type {{after?: string, limit?: number}} */ query) => request.get('/inbox', query),
  read: (/** @type {number} */ id) => request.post(`/inbox/${id}/read`),
}
