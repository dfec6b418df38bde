// @ts-check
// My data and my rights over it.
const request = require('./request')

/** @typedef {{purpose: string, version: string, title: string, text: string, if_withdrawn: string, given_at: string|null, agreed_to_older: boolean}} Consent */

module.exports = {
  /** @returns {Promise<Consent[]>} */
  listConsents: async () => (await request.get('/me/consents')).items,
  /** @returns {Promise<Consent[]>} */
  giveConsent: async (/** @type {Consent} */ consent) => (await request.post(`/me/consents/${consent.purpose}`, { version: consent.version })).items,
  /** @returns {Promise<Consent[]>} */
  withdrawConsent: async (/** @type {string} */ purpose) => (await request.del(`/me/consents/${purpose}`)).items,
  /** Sections of rows under their Chinese names. @returns {Promise<Record<string, any>>} */
  get: async () => (await request.get('/me/data')).data,
  askCorrection: (/** @type {{name?: string, phone?: string, note?: string}} */ wanted) => request.post('/me/corrections', wanted),
  previewErasure: () => request.get('/me/erasure'),
  erase: () => request.post('/me/erasure', { confirm: '删除我的信息' }),
}
