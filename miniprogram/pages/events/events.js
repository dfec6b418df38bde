// @ts-check
const events = require('../../services/events')
const partyDays = require('../../services/party-days')
const session = require('../../services/session')
const { asCard } = require('../../utils/event-words')
const { listing } = require('../../utils/page')
const partyDayWords = require('../../utils/party-day-words')

const FILTERS = [
  { name: 'mine', text: '我能报的' },
  { name: 'all', text: '全部' },
  { name: 'home', text: '本村的' },
]
const MOST_PARTY_DAYS = 2

Page(
  listing(
    {
      data: { filters: FILTERS, filter: 'mine', home: null, isMember: false, partyDays: [] },

      choose(/** @type {any} */ event) {
        this.setData({ filter: event.currentTarget.dataset.name })
        this.startOver()
      },
      showAll() {
        this.setData({ filter: 'all' })
        this.startOver()
      },
      onShareAppMessage: () => ({ title: '最近的志愿活动，一起来帮忙', path: '/pages/events/events' }),
    },
    async function fetch(after) {
      const me = await session.me()
      const asked = { mine: { for_me: true }, all: {}, home: { organisation_id: me.organisation && me.organisation.id } }
      const [found, days] = await Promise.all([
        events.list({ ...asked[/** @type {keyof typeof asked} */ (this.data.filter)], after }),
        after ? null : partyDays.list({ when: 'upcoming', limit: MOST_PARTY_DAYS }),
      ])
      const isMember = me.is_bound && me.standing !== 'resident'
      if (days) this.setData({ home: me.organisation, isMember, partyDays: called(days.items) })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)

/** The Party days that people have been called to, as cards; a seat sees its drafts elsewhere. */
const called = (/** @type {any[]} */ days) => days.filter((day) => day.status !== 'draft').map((day) => partyDayWords.asCard(day))
