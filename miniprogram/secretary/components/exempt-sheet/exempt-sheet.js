// @ts-check
// Somebody who does not count in 应到: why, and when the branch committee decided it.
const drafts = require('../../../utils/drafts')

const EMPTY = { reason: '', decision: '' }

Component({
  properties: {
    visible: { type: Boolean, value: false },
    elder: { type: Boolean, value: false },
    name: { type: String, value: '' },
    draft: { type: String, value: '' },
    busy: { type: Boolean, value: false },
  },
  data: { form: EMPTY, wrong: /** @type {any} */ ({}) },
  observers: {
    visible(/** @type {boolean} */ isVisible) {
      if (isVisible) this.setData({ form: { ...EMPTY, ...drafts.load(this.data.draft) }, wrong: {} })
    },
  },
  methods: {
    type(/** @type {any} */ event) {
      const form = { ...this.data.form, [event.currentTarget.dataset.name]: event.detail.value }
      this.setData({ form, wrong: {} })
      drafts.save(this.data.draft, form)
    },
    close() {
      this.triggerEvent('close')
    },
    change(/** @type {any} */ event) {
      if (!event.detail.visible) this.close()
    },
    done() {
      const reason = this.data.form.reason.trim()
      const decision = this.data.form.decision.trim()
      if (reason && decision) return this.triggerEvent('done', { reason, decision })
      return this.setData({ wrong: { ...(!reason && { reason: '请写原因' }), ...(!decision && { decision: '请写支委会哪天决定的' }) } })
    },
  },
})
