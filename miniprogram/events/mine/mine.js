// @ts-check
const events = require('../../services/events')
const { asCard } = require('../../utils/event-words')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')

const TABS = [
  { name: 'upcoming', text: '要去的' },
  { name: 'past', text: '去过的' },
]

Page(
  listing(
    {
      data: { tabs: TABS, tab: 'upcoming' },

      choose(/** @type {any} */ event) {
        this.setData({ tab: event.currentTarget.dataset.name })
        this.startOver()
      },
      look() {
        wx.switchTab({ url: '/pages/events/events' })
      },
      hours() {
        go('/account/certificates/certificates')
      },
    },
    async function fetch(after) {
      const found = await events.list({ mine: true, period: this.data.tab, after })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)
