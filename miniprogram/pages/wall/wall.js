// @ts-check
const session = require('../../services/session')
const wishes = require('../../services/wishes')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')
const { asCard } = require('../../utils/wish-words')

const FILTERS = [
  { status: 'open', name: '待认领' },
  { status: 'in_progress', name: '办理中' },
  { status: 'awaiting_confirmation', name: '待确认' },
  { status: 'fulfilled', name: '已实现' },
]

Page(
  listing(
    {
      data: { filters: FILTERS, status: 'open', village: null, isMyVillage: false },

      onShow() {
        const asked = getApp().globalData.wallStatus
        delete getApp().globalData.wallStatus
        if (asked) this.setData({ status: asked })
      },
      choose(/** @type {any} */ event) {
        this.setData({ status: event.currentTarget.dataset.status })
        this.startOver()
      },
      toggleVillage() {
        this.setData({ isMyVillage: !this.data.isMyVillage })
        this.startOver()
      },
      make() {
        go('/wishes/make/make')
      },
      onShareAppMessage: () => ({ title: '这些微心愿，等一个热心人', path: '/pages/wall/wall' }),
    },
    async function fetch(after) {
      const { status, isMyVillage } = this.data
      const me = await session.me()
      const village = me.organisation
      this.setData({ village })
      const found = await wishes.list({ status, after, organisation_id: isMyVillage && village ? village.id : undefined })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)
