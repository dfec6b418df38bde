// @ts-check
const wishes = require('../../services/wishes')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')
const { asCard } = require('../../utils/wish-words')

const TABS = [
  { name: 'made', text: '我许的' },
  { name: 'claimed', text: '我认领的' },
]

Page(
  listing(
    {
      data: { tabs: TABS, tab: 'made' },

      onLoad(/** @type {any} */ query) {
        if (query.tab === 'claimed') this.setData({ tab: 'claimed' })
      },
      choose(/** @type {any} */ event) {
        this.setData({ tab: event.currentTarget.dataset.name })
        this.startOver()
      },
      act() {
        if (this.data.tab === 'made') go('/wishes/make/make')
        else wx.switchTab({ url: '/pages/wall/wall' })
      },
    },
    async function fetch(after) {
      const found = await wishes.list({ mine: this.data.tab, after })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)
