// @ts-check
// Micro-wishes: the wall, one wish, and everything that can be done with one.
const errors = require('./errors')
const request = require('./request')

/** @typedef {{status?: string, organisation_id?: number, mine?: 'made'|'claimed', after?: string, limit?: number}} WishesQuery */
/** @typedef {{note: string, photo_id?: number}} Note */

/** The wish, in my hand now. */
async function claim(/** @type {number} */ id) {
  const wish = await request.post(`/wishes/${id}/claim`)
  if (!wish.mine || !wish.mine.claim) throw errors.undone()
  return wish
}

module.exports = {
  list: (/** @type {WishesQuery} */ query) => request.get('/wishes', query),
  get: (/** @type {number} */ id) => request.get(`/wishes/${id}`),
  make: (/** @type {any} */ wish) => request.post('/wishes', wish),
  change: (/** @type {number} */ id, /** @type {any} */ wish) => request.patch(`/wishes/${id}`, wish),
  verify: (/** @type {number} */ id, /** @type {any} */ decision) => request.post(`/wishes/${id}/verification`, decision),
  withdraw: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/wishes/${id}/withdrawal`, { reason }),
  claim,
  giveUp: (/** @type {number} */ id) => request.del(`/wishes/${id}/claim`),
  reportProgress: (/** @type {number} */ id, /** @type {Note} */ said) => request.post(`/wishes/${id}/progress`, said),
  fulfil: (/** @type {number} */ id, /** @type {Note} */ said) => request.post(`/wishes/${id}/fulfilment`, said),
  confirm: (/** @type {number} */ id, /** @type {boolean} */ satisfied, comment = '') =>
    request.post(`/wishes/${id}/confirmation`, { satisfied, comment }),
  /** Words on progress that wait for my seats to read them. */
  listHeldNotes: () => request.get('/wish-notes'),
  decideNote: (/** @type {number} */ id, /** @type {'release'|'drop'} */ decision) => request.post(`/wish-notes/${id}`, { decision }),
  revealContact: (/** @type {number} */ id, /** @type {string} */ reason) => request.post(`/wishes/${id}/contact`, { reason }),
}
