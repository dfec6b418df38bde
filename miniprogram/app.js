// @ts-check
const session = require('./services/session')
const grants = require('./services/grants')

App({
  globalData: {},

  onLaunch() {
    this.offerUpdate()
    session.me().then(grants.load).catch(() => {}) // pages load again by themselves and say what is wrong
  },

  /** A new version is taken when the person agrees, never in the middle of a form. */
  offerUpdate() {
    const updates = wx.getUpdateManager()
    updates.onUpdateReady(() => {
      wx.showModal({ title: '有新版本', content: '重新打开就能用上，写到一半的内容会保留。', confirmText: '重新打开' }).then(
        ({ confirm }) => confirm && updates.applyUpdate(),
      )
    })
  },
})
