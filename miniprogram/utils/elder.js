// @ts-check
// Elder mode: bigger text, one column, plain words. One switch, remembered for whoever uses this WeChat.
const STORE = 'elder-mode'

module.exports = {
  isOn: () => Boolean(wx.getStorageSync(STORE)),
  set: (/** @type {boolean} */ on) => wx.setStorageSync(STORE, on),
}
