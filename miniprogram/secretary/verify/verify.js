// @ts-check
const wishes = require('../../services/wishes')
const { go } = require('../../utils/go')
const dates = require('../../utils/dates')
const { listing } = require('../../utils/page')
const { asCard } = require('../../utils/wish-words')

const FILTERS = [
  { status: 'pending', name: '待核实' },
  { status: 'held', name: '文字要先看' },
  { status: 'note', name: '进展要先看' },
]

Page(
  listing(
    {
      data: { filters: FILTERS, status: 'pending' },

      onLoad(/** @type {any} */ query) {
        if (query.status) this.setData({ status: query.status })
      },
      choose(/** @type {any} */ event) {
        this.setData({ status: event.currentTarget.dataset.status })
        this.startOver()
      },
      open(/** @type {any} */ event) {
        go(`/secretary/preview/preview?id=${event.currentTarget.dataset.id}`)
      },
      /** A word on progress that WeChat was not sure of. */
      decide(/** @type {any} */ event) {
        const { id, decision } = event.currentTarget.dataset
        const isDropped = decision === 'drop'
        const act = async () => {
          await wishes.decideNote(id, decision)
          wx.showToast({ title: isDropped ? '删去了' : '大家可以看到了', icon: 'none' })
          await this.reload()
        }
        if (!isDropped) return this.once(`release-${id}`, act)
        return this.onceAgreed(`drop-${id}`, { title: '删去这句话？', content: '写的人会收到消息，可以换个说法再写。', confirmText: '删去' }, act)
      },
    },
    async function fetch(after) {
      if (this.data.status === 'note') {
        const held = await wishes.listHeldNotes()
        return { items: held.items.map((/** @type {any} */ each) => ({ ...each, when: dates.dayAndTime(each.written_at) })), next: held.next }
      }
      const found = await wishes.list({ status: this.data.status, after })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)
