// @ts-check
// To a page by its path, whether it is a tab or not. A second tap in the same moment opens nothing twice.
const TABS = ['pages/home/home', 'pages/wall/wall', 'pages/events/events', 'pages/alliances/alliances', 'pages/me/me']
const DOUBLE_TAP = 600

let last = { path: '', at: 0 }

function go(/** @type {string} */ url, now = Date.now()) {
  const path = url.replace(/^\//, '')
  if (path === last.path && now - last.at < DOUBLE_TAP) return undefined
  last = { path, at: now }
  const isTab = TABS.includes(path.split('?')[0])
  return isTab ? wx.switchTab({ url: `/${path}` }) : wx.navigateTo({ url: `/${path}` })
}

module.exports = { go }
