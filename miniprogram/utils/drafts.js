// @ts-check
// What was typed into a form and not sent yet: it survives leaving the page and closing WeChat. What is written for an
// elder is kept apart from one's own.
const acting = require('./acting')

const MONTH = 30 * 24 * 3600 * 1000

function name(/** @type {string} */ form) {
  const elder = acting.current()
  return `draft:${form}${elder ? `:for-${elder.id}` : ''}`
}

/** What was left in this form; null when there is nothing, or it is a month old. */
function load(/** @type {string} */ form, now = Date.now()) {
  const kept = wx.getStorageSync(name(form))
  return kept && now - kept.at < MONTH ? kept.value : null
}

const save = (/** @type {string} */ form, /** @type {any} */ value, now = Date.now()) => wx.setStorageSync(name(form), { value, at: now })
const clear = (/** @type {string} */ form) => wx.removeStorageSync(name(form))

module.exports = { load, save, clear }
