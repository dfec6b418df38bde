// @ts-check
// When a check-in code on the wall is renewed and when it is stale. Counted on the phone's own clock from the moment
// the code was asked for, because many phones' clocks are wrong and each code is fresh when it comes.
const AHEAD = 5000
const AGAIN = 3000

/** @typedef {{code: string, renewAt: number, staleAt: number}} Shown */

/** @returns {Shown} */
function received(/** @type {{code: string, next_at: string, expires_at: string}} */ answer, /** @type {number} */ askedAt) {
  const half = Date.parse(answer.expires_at) - Date.parse(answer.next_at) // a code lives twice as long as it is shown
  return { code: answer.code, renewAt: askedAt + half - AHEAD, staleAt: askedAt + 2 * half }
}

/** How long to wait before asking again, after an answer or after none. */
const pause = (/** @type {Shown|null} */ shown, /** @type {boolean} */ isAnswered, now = Date.now()) =>
  isAnswered && shown ? Math.max(shown.renewAt - now, AGAIN) : AGAIN

const isStale = (/** @type {Shown|null} */ shown, now = Date.now()) => !shown || now >= shown.staleAt

module.exports = { received, pause, isStale }
