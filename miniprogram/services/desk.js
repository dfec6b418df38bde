// @ts-check
// Letting a desk in: the code on its screen was scanned on this phone.
const request = require('./request')

module.exports = {
  get: (/** @type {string} */ code) => request.get(`/desk-log-ins/${code}`),
  decide: (/** @type {string} */ code, /** @type {'confirm'|'refuse'} */ decision) => request.post(`/desk-log-ins/${code}`, { decision }),
}
