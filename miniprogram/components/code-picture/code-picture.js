// @ts-check
// A code as a QR picture, big enough for a camera at arm's length. The phones on the desk read `data-scan-code`.
const { pictureOf } = require('../../utils/qr')

Component({
  properties: { code: { type: String, value: '' }, label: { type: String, value: '二维码' } },
  data: { picture: '' },
  observers: {
    code(/** @type {string} */ code) {
      this.setData({ picture: code ? pictureOf(code) : '' })
    },
  },
})
