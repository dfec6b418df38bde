// @ts-check
// The picture a person chose for themselves. It stays on this phone: nobody else is shown it, nor shown with it.
const acting = require('./acting')

const STORE = 'avatar'

module.exports = {
  get: () => (!acting.current() && wx.getStorageSync(STORE)) || '',
  /** What WeChat hands over is temporary; kept, it survives a restart. */
  keep(/** @type {string} */ tempFilePath) {
    const path = wx.getFileSystemManager().saveFileSync(tempFilePath, `${wx.env.USER_DATA_PATH}/avatar-${Date.now()}`)
    wx.setStorageSync(STORE, path)
    return path
  },
}
