// @ts-check
// Elder mode: bigger text, one column, plain words. One switch, remembered by the account: this phone keeps what was
// chosen here until the backend has heard of it, and otherwise follows what was chosen on another phone.
const WANTED = 'elder-mode'
const AGREED = 'elder-mode-agreed'

const isOn = () => Boolean(wx.getStorageSync(WANTED))
const isUnsaved = () => isOn() !== Boolean(wx.getStorageSync(AGREED))

/** Chosen on this phone. */
function set(/** @type {boolean} */ on) {
  wx.setStorageSync(WANTED, on)
}

/** What the backend says, or has just been told. */
function agree(/** @type {boolean} */ on) {
  wx.setStorageSync(WANTED, on)
  wx.setStorageSync(AGREED, on)
  for (const page of getCurrentPages()) show(page)
}

/** Let a page, and its tabs, look as they should; one that is still loading does so when it is ready. */
function show(/** @type {any} */ page) {
  if (page.data.state !== 'loading' && page.data.elder !== isOn()) page.setData({ elder: isOn() })
  const bar = page.getTabBar && page.getTabBar()
  if (bar) bar.refresh()
}

module.exports = { isOn, isUnsaved, set, agree, show }
