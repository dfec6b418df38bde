// @ts-check
const session = require('../../services/session')
const { framed } = require('../../utils/page')

Page(
  framed({
    logOut() {
      const content = '写到一半的内容会留在这台手机上，再登录还在。'
      return this.onceAgreed('logOut', { title: '退出登录？', content, confirmText: '退出' }, async () => {
        await session.logOut()
        wx.reLaunch({ url: '/pages/me/me' })
      })
    },
  }),
)
