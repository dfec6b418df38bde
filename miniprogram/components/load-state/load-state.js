// @ts-check
// Around what a page shows: a skeleton while it loads, the error with a way on, else the content.
const session = require('../../services/session')
const acting = require('../../utils/acting')

// What helps where trying again would not.
const WAYS = { logged_out: '登录', not_for_others: '换回自己', not_found: '回首页' }

Component({
  properties: {
    state: { type: String, value: 'loading' },
    error: { type: String, value: '' },
    code: { type: String, value: '' },
  },
  data: {
    acting: /** @type {any} */ (null),
    way: '再试一次',
    bones: [
      [{ width: '40%', height: '24px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
      [{ width: '100%', height: '96px', borderRadius: '12px' }],
    ],
  },
  observers: {
    code(/** @type {keyof typeof WAYS} */ code) {
      this.setData({ way: WAYS[code] || '再试一次' })
    },
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
    goOn() {
      const { code } = this.data
      if (code === 'not_for_others') return this.backToMyself()
      if (code === 'not_found') return wx.switchTab({ url: '/pages/home/home' })
      return this.triggerEvent('retry')
    },
  },
})
