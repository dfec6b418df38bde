// @ts-check
// A question to a meeting's people. Totals only, and never without the words that it decides nothing.
Component({
  properties: {
    poll: { type: Object, value: /** @type {any} */ ({}) },
    busy: { type: Boolean, value: false },
    isMine: { type: Boolean, value: false }, // whether I am on the list and may answer
  },
  methods: {
    choose(/** @type {any} */ event) {
      const { poll, busy, isMine } = this.data
      if (isMine && !busy && poll.isOpen) this.triggerEvent('choose', { poll: poll.id, number: event.currentTarget.dataset.number })
    },
  },
})
