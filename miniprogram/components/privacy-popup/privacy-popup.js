// @ts-check
// WeChat's privacy question in our words, shown when something personal is first asked for. WeChat puts it to whoever
// said last that they take it: that must be the page in front. A question that is never answered never ends for the
// page that asked, so one that is left open is answered by no.
const myData = require('../../services/my-data')

Component({
  properties: { elder: { type: Boolean, value: false } },
  data: { visible: false },
  lifetimes: {
    attached() {
      this.take()
    },
    detached() {
      this.refuse()
    },
  },
  pageLifetimes: {
    show() {
      this.take()
    },
  },
  methods: {
    take() {
      wx.onNeedPrivacyAuthorization((/** @type {any} */ answer) => {
        this.answers().push(answer)
        answer({ event: 'exposureAuthorization' })
        this.setData({ visible: true })
      })
    },
    /** What waits for the person's word: more than one thing may ask. @returns {((answer: any) => void)[]} */
    answers() {
      const self = /** @type {any} */ (this)
      return (self.waiting = self.waiting || [])
    },
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
      for (const say of this.answers().splice(0)) say(answer)
    },
  },
})
