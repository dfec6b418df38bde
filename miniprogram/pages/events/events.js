// @ts-check
const { framed } = require('../../utils/page')

Page(
  framed({
    wall() {
      wx.switchTab({ url: '/pages/wall/wall' })
    },
  }),
)
