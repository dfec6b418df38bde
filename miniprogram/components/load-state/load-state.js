// @ts-check
// Around what a page shows: a skeleton while it loads, the error with a way on, else the content.
Component({
  properties: {
    state: { type: String, value: 'loading' },
    error: { type: String, value: '' },
    code: { type: String, value: '' },
  },
  data: {
    bones: [
      [{ width: '40%', height: '24px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
    ],
  },
  methods: {
    retry() {
      this.triggerEvent('retry')
    },
  },
})
