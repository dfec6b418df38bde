// @ts-check
// The session's token, and whether the person chose to be logged out.
const TOKEN = 'token'
const LOGGED_OUT = 'logged-out'

module.exports = {
  read: () => wx.getStorageSync(TOKEN) || '',
  save: (/** @type {string} */ token) => wx.setStorageSync(TOKEN, token),
  forget: () => wx.removeStorageSync(TOKEN),
  isLoggedOut: () => Boolean(wx.getStorageSync(LOGGED_OUT)),
  setLoggedOut: (/** @type {boolean} */ yes) => (yes ? wx.setStorageSync(LOGGED_OUT, true) : wx.removeStorageSync(LOGGED_OUT)),
}
