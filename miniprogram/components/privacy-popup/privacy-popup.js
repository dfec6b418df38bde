// @ts-check
// WeChat's privacy question in our words, shown when something personal is first asked for.
Component({
  properties: { elder: { type: Boolean, value: false } },
  data: { visible: false },
  lifetimes: {
    attached() {
      wx.onNeedPrivacyAuthorization((/** @type {any} */ answer) => {
        ;(/** @type {any} */ (this)).answer = answer
        answer({ event: 'exposureAuthorization' })
        this.setData({ visible: true })
      })
    },
  },
  methods: {
    read() {
      wx.openPrivacyContract({})
    },
    agree() {
      this.end({ event: 'agree', buttonId: 'agree-privacy' })
    },
    refuse() {
      this.end({ event: 'disagree' })
    },
    end(/** @type {any} */ answer) {
      this.setData({ visible: false })
      ;(/** @type {any} */ (this)).answer(answer)
    },
  },
})
