// @ts-check
// My data and my rights over it.
const errors = require('./errors')
const request = require('./request')

/** @typedef {{purpose: string, version: string, title: string, text: string, if_withdrawn: string, given_at: string|null, agreed_to_older: boolean}} Consent */

/** All consents, this one given. @returns {Promise<Consent[]>} */
async function giveConsent(/** @type {Consent} */ { purpose, version }) {
  const { items } = await request.post(`/me/consents/${purpose}`, { version })
  if (!items.some((/** @type {Consent} */ each) => each.purpose === purpose && each.given_at)) throw errors.undone()
  return items
}

module.exports = {
  /** @returns {Promise<Consent[]>} */
  listConsents: async () => (await request.get('/me/consents')).items,
  giveConsent,
  /** @returns {Promise<Consent[]>} */
  withdrawConsent: async (/** @type {string} */ purpose) => (await request.del(`/me/consents/${purpose}`)).items,
  /** Sections of rows under their Chinese names. @returns {Promise<Record<string, any>>} */
  get: async () => (await request.get('/me/data')).data,
  askCorrection: (/** @type {{name?: string, phone?: string, note?: string}} */ wanted) => request.post('/me/corrections', wanted),
  previewErasure: () => request.get('/me/erasure'),
  erase: () => request.post('/me/erasure', { confirm: '删除我的信息' }),
}
