// @ts-check
// One Idempotency-Key per thing a person does, kept until the backend has answered it: a second tap, a retry and
// a fresh start after a lost network all mean the same act, and have one effect.
const STORE = 'pending-keys'
const WEEK = 7 * 24 * 3600 * 1000

/** @returns {Record<string, {key: string, at: number}>} */
function pending() {
  const all = wx.getStorageSync(STORE) || {}
  return Object.fromEntries(Object.entries(all).filter(([, { at }]) => Date.now() - at < WEEK))
}

/** Unlike any other, for an act or a mark. */
function newKey() {
  const random = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${random()}${random()}`
}

/** The key of an act, the same one until it is settled. */
function keyFor(/** @type {string} */ act) {
  const all = pending()
  if (!all[act]) all[act] = { key: newKey(), at: Date.now() }
  wx.setStorageSync(STORE, all)
  return all[act].key
}

function settle(/** @type {string} */ act) {
  const all = pending()
  delete all[act]
  wx.setStorageSync(STORE, all)
}

module.exports = { keyFor, settle, newKey }
