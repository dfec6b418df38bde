// @ts-check
// One photo to go along with a text, never needed. It is uploaded as soon as it is chosen; `value` is the uploaded
// photo or null, `state` says how it goes: '', uploading, done, failed.
const photos = require('../../services/photos')

const CONSENT = {
  title: '照片里有人吗？',
  content: '有人的话请先问过本人，孩子要问监护人。照片会去掉拍摄的时间和地点，内容检查通过后才给对方看，微信拿不准的由村里看。',
  confirmText: '可以传',
  cancelText: '不传了',
}

Component({
  properties: { value: { type: Object, value: /** @type {any} */ (null) }, elder: { type: Boolean, value: false } },
  data: { state: '', percent: 0, path: '', error: '' },
  observers: {
    value(/** @type {any} */ photo) {
      if (photo) this.setData({ state: 'done', path: photo.thumbnail })
      else if (this.data.state === 'done') this.setData({ state: '', path: '' })
    },
  },
  methods: {
    async choose() {
      try {
        const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ['image'], sizeType: ['compressed'] })
        const { confirm } = await wx.showModal(CONSENT)
        if (!confirm) return
        this.setData({ path: tempFiles[0].tempFilePath })
        await this.upload()
      } catch (error) {
        // Choosing was given up.
      }
    },
    /** Also the second try after a broken line: the backend knows the same file again. */
    async upload() {
      const { path } = this.data
      this.say('uploading')
      try {
        const photo = await photos.upload(path, (percent) => this.setData({ percent }))
        if (path === this.data.path) this.say('done', photo)
      } catch (error) {
        if (path !== this.data.path) return
        this.setData({ error: /** @type {any} */ (error).message })
        this.say('failed')
      }
    },
    drop() {
      this.setData({ path: '' })
      this.say('')
    },
    say(/** @type {string} */ state, /** @type {any} */ photo = null) {
      this.setData({ state, percent: 0 })
      this.triggerEvent('change', { state, photo })
    },
  },
})
