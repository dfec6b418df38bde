// @ts-check
// WeChat's privacy question in our words, shown when something personal is first asked for.
const myData = require('../../services/my-data')

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
      this.remember().catch(() => {}) // it can be given again under 我的信息
    },
    /** Our own note of it, with the wording that was agreed to. */
    async remember() {
      const general = (await myData.listConsents()).find((each) => each.purpose === 'general')
      if (general && !general.given_at) await myData.giveConsent(general)
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
