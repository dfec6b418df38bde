// @ts-check
// 代办: whom this phone acts for just now. Until one changes back, every call is that person's (services/request.js),
// and every page says so (components/load-state).
const STORE = 'acting-for'

/** @typedef {{id: number, name: string}} Elder */

module.exports = {
  /** @returns {Elder|null} */
  current: () => wx.getStorageSync(STORE) || null,
  start: (/** @type {Elder} */ elder) => wx.setStorageSync(STORE, elder),
  stop: () => wx.removeStorageSync(STORE),
}
