// @ts-check
// To a page by its path, whether it is a tab or not.
const TABS = ['pages/home/home', 'pages/wall/wall', 'pages/events/events', 'pages/alliances/alliances', 'pages/me/me']

function go(/** @type {string} */ url) {
  const path = url.replace(/^\//, '')
  const isTab = TABS.includes(path.split('?')[0])
  return isTab ? wx.switchTab({ url: `/${path}` }) : wx.navigateTo({ url: `/${path}` })
}

module.exports = { go }
