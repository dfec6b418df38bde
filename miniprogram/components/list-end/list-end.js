// @ts-check
// The foot of a list: more to come, more that did not come, or the end.
Component({
  properties: { more: { type: String, value: '' }, next: { type: null, value: null } },
  methods: {
    retry() {
      this.triggerEvent('retry')
    },
  },
})
