// @ts-check
// The tabs. Elder mode shows four, in words alone, big enough to read; 联盟 is then a row of the first page.
const elder = require('../utils/elder')

const TABS = [
  { name: 'home', text: '首页' },
  { name: 'wall', text: '微心愿' },
  { name: 'events', text: '活动' },
  { name: 'alliances', text: '联盟', isLeftOut: true },
  { name: 'me', text: '我的' },
]

Component({
  data: { elder: false, tabs: TABS, current: '' },
  lifetimes: {
    attached() {
      this.refresh()
    },
  },
  methods: {
    /** Called by each tab page when it is shown. */
    refresh() {
      const pages = getCurrentPages()
      const current = pages.length ? pages[pages.length - 1].route.split('/')[1] : 'home'
      const isElder = elder.isOn()
      this.setData({ elder: isElder, current, tabs: TABS.filter((tab) => !(isElder && tab.isLeftOut)) })
    },
    go(/** @type {any} */ event) {
      const { name } = event.currentTarget.dataset
      wx.switchTab({ url: `/pages/${name}/${name}` })
    },
  },
})
