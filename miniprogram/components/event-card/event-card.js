// @ts-check
// An event in a list. Answers in this order: what, when and where, how many places, what I can do now.
const { go } = require('../../utils/go')

Component({
  properties: { event: { type: Object, value: /** @type {any} */ ({}) } },
  methods: {
    open() {
      go(`/events/event/event?id=${this.data.event.id}`)
    },
  },
})
