// @ts-check
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')
const events = require('../services/events')
const { eventRow } = require('../utils/words')

const FILTERS = [
  { period: 'upcoming', name: '要办的' },
  { period: 'past', name: '办过的' },
]

Page(
  listing(
    {
      data: { filters: FILTERS, period: 'upcoming' },

      choose(/** @type {any} */ event) {
        this.setData({ period: event.currentTarget.dataset.period })
        this.startOver()
      },
      open(/** @type {any} */ event) {
        go(`/secretary/event/event?id=${event.currentTarget.dataset.id}`)
      },
      make() {
        go('/secretary/event-form/event-form')
      },
    },
    async function fetch(after) {
      const { items, next } = await events.list({ period: this.data.period, after })
      return { items: items.map((/** @type {any} */ event) => eventRow(event)), next }
    },
  ),
)
