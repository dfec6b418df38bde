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
  },
  data: { text: '', wrong: '' },
  observers: {
    visible(isVisible) {
      if (isVisible) this.setData({ text: drafts.load(this.data.draft) || '', wrong: '' })
    },
  },
  methods: {
    type(/** @type {any} */ event) {
      this.setData({ text: event.detail.value, wrong: '' })
      drafts.save(this.data.draft, event.detail.value)
    },
    close() {
      this.triggerEvent('close')
    },
    change(/** @type {any} */ event) {
      if (!event.detail.visible) this.close()
    },
    done() {
      const text = this.data.text.trim()
      if (this.data.isNeeded && !text) return this.setData({ wrong: '请写一句' })
      return this.triggerEvent('done', { text })
    },
  },
})
