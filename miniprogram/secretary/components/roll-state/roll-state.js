// @ts-check
// How the roll on this phone stands to the sheet: no signal, marks on their way, and what a person must settle.
Component({
  properties: {
    isOffline: { type: Boolean, value: false },
    waiting: { type: Number, value: 0 },
    sheet: { type: String, value: '签到表' },
    conflicts: { type: Array, value: /** @type {any[]} */ ([]) },
    refusals: { type: Array, value: /** @type {any[]} */ ([]) },
  },
  methods: {
    yieldTo(/** @type {any} */ event) {
      this.triggerEvent('yield', { nonce: event.currentTarget.dataset.nonce })
    },
    retry(/** @type {any} */ event) {
      this.triggerEvent('retry', { nonce: event.currentTarget.dataset.nonce })
    },
    insist(/** @type {any} */ event) {
      this.triggerEvent('insist', { nonce: event.currentTarget.dataset.nonce })
    },
  },
})
