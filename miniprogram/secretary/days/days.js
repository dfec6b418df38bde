// @ts-check
const session = require('../../services/session')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')
const partyDays = require('../services/party-days')
const { onlyOrganisation } = require('../utils/seats')
const { dayRow } = require('../utils/words')

const FILTERS = [
  { when: 'upcoming', name: '要办的' },
  { when: 'past', name: '办过的' },
]

Page(
  listing(
    {
      data: { filters: FILTERS, when: 'upcoming' },

      choose(/** @type {any} */ event) {
        this.setData({ when: event.currentTarget.dataset.when })
        this.startOver()
      },
      open(/** @type {any} */ event) {
        go(`/secretary/day/day?id=${event.currentTarget.dataset.id}`)
      },
      make() {
        go('/secretary/day-form/day-form')
      },
      /** 照上月再办一次: a draft like the last one, to be looked at and published. */
      copyLast() {
        return this.once('copy', async () => {
          const made = await partyDays.copyLast(onlyOrganisation(await session.me(), 'run_party_days'))
          go(`/secretary/day/day?id=${made.id}`)
        })
      },
      plan() {
        go('/secretary/plan/plan')
      },
    },
    async function fetch(after) {
      const found = await partyDays.list({ when: this.data.when, after })
      return { items: found.items.filter((/** @type {any} */ day) => day.can_run).map((/** @type {any} */ day) => dayRow(day)), next: found.next }
    },
  ),
)
