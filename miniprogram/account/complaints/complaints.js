// @ts-check
const complaints = require('../../services/complaints')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const drafts = require('../../utils/drafts')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')

const KINDS = { complaint: '投诉', suggestion: '建议' }

Page(
  loading(
    {
      data: { mine: [], toAnswer: [], answering: 0 },

      write() {
        go('/account/complain/complain')
      },
      open(/** @type {any} */ event) {
        const { id } = event.currentTarget.dataset
        return this.once('open', async () => {
          await complaints.open(id)
          await this.reload()
        })
      },
      askAnswer(/** @type {any} */ event) {
        this.setData({ answering: event.currentTarget.dataset.id })
      },
      closeAnswer() {
        this.setData({ answering: 0 })
      },
      answer(/** @type {any} */ event) {
        const id = this.data.answering
        return this.once('answer', async () => {
          await complaints.answer(id, event.detail.text)
          drafts.clear(`answer-${id}`)
          this.setData({ answering: 0 })
          wx.showToast({ title: '对方会收到答复', icon: 'none' })
          await this.reload()
        })
      },
    },
    async () => {
      const me = await session.me()
      const [mine, toAnswer] = await Promise.all([complaints.listMine(), session.hasSeat(me) ? complaints.listToAnswer() : []])
      return { mine: mine.map(present), toAnswer: toAnswer.map(present) }
    },
  ),
)

const present = (/** @type {any} */ each) => ({
  ...each,
  kindName: KINDS[/** @type {keyof typeof KINDS} */ (each.kind)],
  when: dates.day(each.made_at),
  state: each.status === 'answered' ? '已答复' : each.is_overdue ? '过期未答复' : `${dates.day(Date.parse(each.due_at) - 1)}前答复`,
  tone: each.status === 'answered' ? 'green' : each.is_overdue ? 'red' : 'gold',
})
