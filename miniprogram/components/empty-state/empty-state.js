// @ts-check
// Nothing here: what that means, and what to do about it.
Component({
  properties: {
    icon: { type: String, value: 'wish' },
    title: { type: String, value: '' },
    text: { type: String, value: '' },
    action: { type: String, value: '' },
  },
  methods: {
    act() {
      this.triggerEvent('act')
    },
  },
})
