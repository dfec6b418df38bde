// @ts-check
// Around what a page shows: a skeleton while it loads, the error with a way on, else the content.
const session = require('../../services/session')
const acting = require('../../utils/acting')

Component({
  properties: {
    state: { type: String, value: 'loading' },
    error: { type: String, value: '' },
    code: { type: String, value: '' },
  },
  data: {
    acting: /** @type {any} */ (null),
    bones: [
      [{ width: '40%', height: '24px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
    ],
  },
  lifetimes: {
    attached() {
      this.setData({ acting: acting.current() })
    },
  },
  pageLifetimes: {
    show() {
      this.setData({ acting: acting.current() })
    },
  },
  methods: {
    backToMyself() {
      session.actFor(null)
    },
    retry() {
      this.triggerEvent('retry')
    },
  },
})
