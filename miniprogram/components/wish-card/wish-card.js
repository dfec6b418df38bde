// @ts-check
// A wish in a list. Answers in this order: what, for whom, since when and how many, how it stands.
const { go } = require('../../utils/go')

Component({
  properties: { wish: { type: Object, value: /** @type {any} */ ({}) }, isStill: { type: Boolean, value: false } },
  methods: {
    open() {
      if (!this.data.isStill) go(`/wishes/wish/wish?id=${this.data.wish.id}`)
    },
  },
})
