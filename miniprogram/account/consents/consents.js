// @ts-check
const myData = require('../../services/my-data')
const dates = require('../../utils/dates')
const { loading } = require('../../utils/page')

Page(
  loading(
    {
      data: { consents: [] },

      /** Each switch is a word on its own; taking it back says first what then happens. */
      async change(/** @type {any} */ event) {
        const consent = this.data.consents[event.currentTarget.dataset.index]
        if (event.detail.value) await this.once(consent.purpose, () => this.give(consent))
        else await this.withdraw(consent)
        this.setData({ consents: this.data.consents }) // a switch that was not meant goes back
      },
      async give(/** @type {any} */ consent) {
        this.setData({ consents: (await myData.giveConsent(consent)).map(present) })
      },
      withdraw(/** @type {any} */ consent) {
        const question = { title: `收回“${consent.title}”？`, content: consent.if_withdrawn, confirmText: '收回' }
        return this.onceAgreed(consent.purpose, question, async () => this.setData({ consents: (await myData.withdrawConsent(consent.purpose)).map(present) }))
      },
    },
    async () => ({ consents: (await myData.listConsents()).map(present) }),
  ),
)

const present = (/** @type {import('../../services/my-data').Consent} */ each) => ({
  ...each,
  when: each.given_at ? `${dates.day(each.given_at)}同意` : each.agreed_to_older ? '说明更新了，请重新看一遍' : '没有同意',
})
