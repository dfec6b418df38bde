// @ts-check
// A Party day in a list: what, when and where, how I stand to it.
const { go } = require('../../utils/go')

Component({
  properties: { day: { type: Object, value: /** @type {any} */ ({}) } },
  methods: {
    open() {
      go(`/party-days/day/day?id=${this.data.day.id}`)
    },
  },
})
