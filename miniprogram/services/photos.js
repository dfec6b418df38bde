// @ts-check
// Photos: uploaded for what is written next, released by the village, taken away by whoever is shown.
const { siteBase } = require('../config')
const request = require('./request')

/** A photo as pages show it: addresses that `<image>` can open. */
function withAddresses(/** @type {any} */ photo) {
  const full = (/** @type {string|null} */ path) => (path ? siteBase() + path : '')
  return { ...photo, url: full(photo.url), thumbnail: full(photo.thumbnail_url) }
}

module.exports = {
  withAddresses,
  /** `onProgress` hears how many percent are through. */
  upload: async (/** @type {string} */ file, /** @type {(percent: number) => void} */ onProgress) =>
    withAddresses(await request.upload('/photos', file, { has_consent: 'true' }, onProgress)),
  listWaiting: (/** @type {{after?: string}} */ query) => request.get('/photos', query),
  release: (/** @type {number} */ id) => request.post(`/photos/${id}/decision`, { decision: 'release' }),
  refuse: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/photos/${id}/decision`, { decision: 'refuse', reason }),
  remove: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/photos/${id}/removal`, { reason }),
}
