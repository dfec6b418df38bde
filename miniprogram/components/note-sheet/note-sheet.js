// @ts-check
// A few words asked for from below: progress, a reason, what is still missing. What was typed survives closing it.
const drafts = require('../../utils/drafts')

Component({
  properties: {
    visible: { type: Boolean, value: false },
    elder: { type: Boolean, value: false },
    title: { type: String, value: '' },
    hint: { type: String, value: '' },
    action: { type: String, value: '确定' },
    most: { type: Number, value: 200 },
    isNeeded: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
    draft: { type: String, value: '' },
    hasPhoto: { type: Boolean, value: false },
  },
  data: { text: '', wrong: '', photo: /** @type {any} */ (null), photoState: '' },
  observers: {
    visible(isVisible) {
      if (!isVisible) return
      const photo = drafts.load(`${this.data.draft}-photo`)
      this.setData({ text: drafts.load(this.data.draft) || '', wrong: '', photo, photoState: photo ? 'done' : '' })
    },
  },
  methods: {
    type(/** @type {any} */ event) {
      this.setData({ text: event.detail.value, wrong: '' })
      drafts.save(this.data.draft, event.detail.value)
    },
    /** What was uploaded survives closing the sheet as well. */
    takePhoto(/** @type {any} */ event) {
      const { state, photo } = event.detail
      this.setData({ photoState: state, photo, wrong: '' })
      if (photo) drafts.save(`${this.data.draft}-photo`, photo)
      else drafts.clear(`${this.data.draft}-photo`)
    },
    close() {
      this.triggerEvent('close')
    },
    change(/** @type {any} */ event) {
      if (!event.detail.visible) this.close()
    },
    done() {
      const { photo, photoState, isNeeded, hasPhoto } = this.data
      const text = this.data.text.trim()
      if (photoState === 'uploading') return this.setData({ wrong: '照片还在上传，请稍等' })
      if (photoState === 'failed') return this.setData({ wrong: '照片没有传上去：再传一次，或者不要这张' })
      if (isNeeded && !text && !photo) return this.setData({ wrong: hasPhoto ? '请写一句，或者加一张照片' : '请写一句' })
      return this.triggerEvent('done', { text, photoId: photo ? photo.id : undefined })
    },
  },
})
