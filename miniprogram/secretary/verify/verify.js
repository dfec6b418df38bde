// @ts-check
const wishes = require('../../services/wishes')
const { listing } = require('../../utils/page')
const { asCard } = require('../../utils/wish-words')

const FILTERS = [
  { status: 'pending', name: '待核实' },
  { status: 'held', name: '文字要先看' },
]

Page(
  listing(
    {
      data: { filters: FILTERS, status: 'pending' },

      choose(/** @type {any} */ event) {
        this.setData({ status: event.currentTarget.dataset.status })
        this.startOver()
      },
      open(/** @type {any} */ event) {
        wx.navigateTo({ url: `/secretary/preview/preview?id=${event.currentTarget.dataset.id}` })
      },
    },
    async function fetch(after) {
      const found = await wishes.list({ status: this.data.status, after })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)
