// @ts-check
// Volunteer events: the list, one of them, my place in it.
const errors = require('./errors')
const request = require('./request')

/** @typedef {{period?: 'upcoming'|'past', organisation_id?: number, mine?: boolean, for_me?: boolean, after?: string, limit?: number}} EventsQuery */
/** @typedef {{post_id?: number, companions?: {name: string, is_child: boolean}[], guardian_name?: string, guardian_phone?: string}} Party */

const PLACES = ['confirmed', 'waiting']

/** My place, or the one in the queue. */
async function signUp(/** @type {number} */ id, /** @type {Party} */ party) {
  const done = await request.post(`/events/${id}/sign-up`, party)
  if (!PLACES.includes(done.status)) throw errors.undone()
  return done
}

module.exports = {
  list: (/** @type {EventsQuery} */ query) => request.get('/events', query),
  get: (/** @type {number} */ id) => request.get(`/events/${id}`),
  signUp,
  cancelSignUp: (/** @type {number} */ id) => request.del(`/events/${id}/sign-up`),
  /** `changeNumber` is the change that was read: another one since is refused. */
  keepSignUp: (/** @type {number} */ id, /** @type {number} */ changeNumber) =>
    request.post(`/events/${id}/sign-up/keep`, { change_number: changeNumber }),
  /** With the code on the wall; it is good for coming and for leaving. */
  checkIn: (/** @type {number} */ id, /** @type {string} */ code) => request.post(`/events/${id}/check-in`, { code }),
  checkOut: (/** @type {number} */ id, /** @type {string} */ code) => request.post(`/events/${id}/check-out`, { code }),
}
