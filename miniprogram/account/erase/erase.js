// @ts-check
const myData = require('../../services/my-data')
const session = require('../../services/session')
const { loading } = require('../../utils/page')

Page(
  loading(
    {
      data: { erased: [], kept: [], isRead: false },

      read(/** @type {any} */ event) {
        this.setData({ isRead: event.detail.value })
      },
      erase() {
        const content = '删除后不能恢复，手机上会退出登录。'
        return this.onceAgreed('erase', { title: '删除我的信息？', content, confirmText: '删除' }, async () => {
          await myData.erase()
          session.leave()
          await wx.showModal({ title: '已经删除', content: '谢谢您来过。以后再打开，就是新的开始。', showCancel: false, confirmText: '好' })
          wx.reLaunch({ url: '/pages/me/me' })
        })
      },
    },
    myData.previewErasure,
  ),
)
