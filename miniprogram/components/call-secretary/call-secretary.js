// @ts-check
// A button that calls the secretary of one's village. Not there for somebody without a village.
const secretary = require('../../services/secretary')

Component({
  properties: { elder: { type: Boolean, value: false } },
  data: { name: '', phone: '' },
  lifetimes: {
    async attached() {
      const found = await secretary.mine()
      if (found) this.setData(found)
    },
  },
  methods: {
    call() {
      wx.makePhoneCall({ phoneNumber: this.data.phone }).catch(() => {}) // cancelled
    },
  },
})
