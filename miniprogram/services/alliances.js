// @ts-check
// Alliances: those I see, and one of them.
const request = require('./request')

module.exports = {
  list: async () => (await request.get('/alliances')).items,
  get: (/** @type {number} */ id) => request.get(`/alliances/${id}`),
}
