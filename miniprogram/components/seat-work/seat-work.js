// @ts-check
// What waits for my seats, and the way to the secretary's tools.
const { go } = require('../../utils/go')

Component({
  properties: {
    rows: { type: Array, value: /** @type {any[]} */ ([]) },
    isPlain: { type: Boolean, value: false }, // among the tools themselves there is no way to them
  },
  methods: {
    open(/** @type {any} */ event) {
      const { url } = event.currentTarget.dataset
      const [path, query] = url.split('?')
      if (path === '/pages/wall/wall' && query) getApp().globalData.wallStatus = query.split('=')[1]
      go(url)
    },
  },
})
