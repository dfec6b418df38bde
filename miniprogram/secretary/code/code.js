// @ts-check
// The check-in code for the wall: full screen, renewed ahead of time, never dark, with how many have come.
const { framed, tell } = require('../../utils/page')
const { pictureOf } = require('../../utils/qr')
const eventRolls = require('../services/event-rolls')
const events = require('../services/events')
const partyDays = require('../services/party-days')
const clock = require('../utils/code-clock')

const COUNT_EVERY = 5000

Page(
  framed({
    data: { kind: 'day', id: 0, title: '', code: '', picture: '', isStale: false, isOffline: false, came: 0, expected: 0, refusal: '' },

    onLoad(/** @type {any} */ query) {
      this.setData({ kind: query.kind === 'event' ? 'event' : 'day', id: Number(query.id) || 0 })
    },
    onShow() {
      wx.setKeepScreenOn({ keepScreenOn: true })
      this.isShown = true
      this.renew()
      this.count()
    },
    onHide() {
      this.rest()
    },
    onUnload() {
      this.rest()
    },
    /** Nothing goes on behind a page that is not seen. */
    rest() {
      this.isShown = false
      clearTimeout(this.renewal)
      clearTimeout(this.counting)
      wx.setKeepScreenOn({ keepScreenOn: false })
    },
    async renew() {
      clearTimeout(this.renewal)
      const askedAt = Date.now()
      const isAnswered = await this.ask(askedAt)
      if (!this.isShown || this.data.refusal) return
      this.setData({ isStale: clock.isStale(this.shown), isOffline: !isAnswered })
      this.renewal = setTimeout(() => this.renew(), clock.pause(this.shown, isAnswered))
    },
    /** @returns {Promise<boolean>} whether a code came */
    async ask(/** @type {number} */ askedAt) {
      const { kind, id } = this.data
      try {
        this.shown = clock.received(await (kind === 'event' ? events : partyDays).code(id), askedAt)
        this.setData({ code: this.shown.code, picture: pictureOf(this.shown.code) })
        return true
      } catch (error) {
        const { code, message } = /** @type {any} */ (error)
        if (!['no_network', 'server_trouble'].includes(code)) this.setData({ refusal: message })
        return false
      }
    },
    async count() {
      clearTimeout(this.counting)
      const { kind, id } = this.data
      try {
        const about = await (kind === 'event' ? events.get(id) : partyDays.get(id))
        const numbers = kind === 'event' ? await cameTo(id) : { came: about.counts.present, expected: about.rate.expected }
        this.setData({ title: about.title, ...numbers })
      } catch (error) {
        if (!this.data.title) tell(error)
      }
      if (this.isShown) this.counting = setTimeout(() => this.count(), COUNT_EVERY)
    },
    again() {
      this.setData({ refusal: '' })
      this.renew()
    },
    callRoll() {
      const { kind, id } = this.data
      wx.redirectTo({ url: kind === 'event' ? `/secretary/event-roll/event-roll?id=${id}` : `/secretary/roll/roll?id=${id}` })
    },
  }),
)

async function cameTo(/** @type {number} */ id) {
  const { items } = await eventRolls.list(id)
  return { came: items.filter((/** @type {any} */ each) => each.checked_in_at).length, expected: items.filter((/** @type {any} */ each) => each.status === 'confirmed').length }
}
