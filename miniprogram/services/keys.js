// @ts-check
// One Idempotency-Key per thing a person does, kept until the backend has answered it: a second tap, a retry and
// a fresh start after a lost network all mean the same act, and have one effect. Once the backend has answered another act
// on the same thing, they mean a new one: who signed up, cancelled and signs up again wants a place, not the old answer.
const STORE = 'pending-keys'
const WEEK = 7 * 24 * 3600 * 1000

/** @returns {Record<string, {key: string, thing?: string, at: number}>} */
function pending() {
  const all = wx.getStorageSync(STORE) || {}
  return Object.fromEntries(Object.entries(all).filter(([, { at }]) => Date.now() - at < WEEK))
}

/** Unlike any other, for an act or a mark. */
function newKey() {
  const random = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${random()}${random()}`
}

/** The key of an act on a thing, the same one until the act, or another one on the thing, is settled. */
function keyFor(/** @type {string} */ act, /** @type {string} */ thing) {
  const all = pending()
  if (!all[act]) all[act] = { key: newKey(), thing, at: Date.now() }
  wx.setStorageSync(STORE, all)
  return all[act].key
}

function settle(/** @type {string} */ act, /** @type {string} */ thing) {
  const left = Object.entries(pending()).filter(([name, each]) => name !== act && each.thing !== thing)
  wx.setStorageSync(STORE, Object.fromEntries(left))
}

module.exports = { keyFor, settle, newKey }
