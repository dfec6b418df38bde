// @ts-check
const hours = require('../../services/hours')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')

Page(
  listing(
    {
      data: { total: '' },

      open(/** @type {any} */ event) {
        go(`/events/event/event?id=${event.currentTarget.dataset.event}`)
      },
      look() {
        wx.switchTab({ url: '/pages/events/events' })
      },
    },
    async function fetch(after) {
      const [me, { items, next }] = await Promise.all([session.refresh(), hours.list({ after })])
      this.setData({ total: dates.duration(me.hours_minutes) })
      return { items: items.map(present), next }
    },
  ),
)

/** An entry as it stands in the ledger; one that takes another back says so. */
const present = (/** @type {any} */ entry) => ({
  id: entry.id,
  eventId: entry.event_id,
  title: entry.title,
  when: dates.day(entry.starts_at),
  much: `${entry.minutes < 0 ? '−' : '+'}${dates.duration(Math.abs(entry.minutes))}`,
  note: entry.kind === 'reversal' ? `更正：${entry.reason || '收回前一笔'}` : entry.reason,
})
