// @ts-check
const errors = require('../../services/errors')
const myCode = require('../../services/my-code')
const myData = require('../../services/my-data')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const { loading } = require('../../utils/page')

Page(
  loading(
    {
      data: { code: '', until: '', isKept: false, who: '', consent: null },

      onShow() {
        wx.setKeepScreenOn({ keepScreenOn: true })
      },
      /** Being a Party member is sensitive: another branch reads it only on a word of its own. */
      agree() {
        return this.once('agree', async () => {
          await myData.giveConsent(this.data.consent)
          this.setData({ consent: null })
        })
      },
      /** At the door there may be no signal, or a line on which nothing comes. */
      fromPhone() {
        const kept = myCode.kept()
        return kept && shown(kept, session.known())
      },
      onHide() {
        wx.setKeepScreenOn({ keepScreenOn: false })
      },
      onUnload() {
        wx.setKeepScreenOn({ keepScreenOn: false })
      },
    },
    async function load() {
      try {
        const [code, me] = await Promise.all([myCode.renew(), session.me()])
        return { ...shown(code, me), isKept: false, consent: await toAsk(me) }
      } catch (error) {
        const kept = this.fromPhone()
        if (!kept || !errors.isUnanswered(error)) throw error
        return { ...kept, isKept: true }
      }
    },
  ),
)

/** The question for a Party member who has not answered it yet. */
async function toAsk(/** @type {any} */ me) {
  if (me.standing === 'resident') return null
  const consents = await myData.listConsents()
  return consents.find((each) => each.purpose === 'party_standing' && !each.given_at) || null
}

function shown(/** @type {import('../../services/my-code').Code} */ { code, expires_at: until }, /** @type {any} */ me) {
  const who = me ? [me.organisation && me.organisation.name, me.name].filter(Boolean).join(' · ') : ''
  return { code, until: dates.dayAndTime(until), who }
}
