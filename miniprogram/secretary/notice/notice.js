// @ts-check
const drafts = require('../../utils/drafts')
const { loading } = require('../../utils/page')
const group = require('../services/group')
const notices = require('../services/notices')
const people = require('../services/people')
const { actsOn, adviceOf, asRow, factsOf, questionOf, reportOf, saidOf } = require('../utils/notice-words')

Page(
  loading(
    {
      data: { id: 0, notice: null, row: {}, facts: [], report: null, parts: [], unreached: [], phoned: {}, acts: {}, asking: '' },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
      },
      copy() {
        return this.once('copy', async () => {
          await group.copy('notice', this.data.id)
          wx.showToast({ title: '复制好了，到微信群里粘贴', icon: 'none' })
        })
      },
      /** The number comes only now, and the reveal is logged. */
      call(/** @type {any} */ event) {
        const { id } = event.currentTarget.dataset
        return this.once(`call-${id}`, async () => {
          await people.call(id, `电话通知：${this.data.notice.title}`)
          this.setData({ [`phoned.p${id}`]: true })
        })
      },
      markPhoned(/** @type {any} */ event) {
        const { id } = event.currentTarget.dataset
        return this.once(`told-${id}`, async () => {
          await notices.markPhoned(this.data.id, [id])
          await this.reload()
        })
      },
      onShareAppMessage() {
        return { title: this.data.notice.title, path: `/account/notice/notice?id=${this.data.id}` }
      },
      /** Release what was held, or approve as its second person. After a refusal, too, what it reads now is shown. */
      letGo(/** @type {any} */ event) {
        /** @type {'release'|'approve'} */
        const way = event.currentTarget.dataset.way
        const { id, notice } = this.data
        return this.onceAgreed(way, questionOf(notice, way), async () => {
          try {
            const { status } = await notices[way](id, notice.version)
            wx.showToast({ title: saidOf(status, way), icon: 'none' })
          } finally {
            await this.reload()
          }
        })
      },
      /** Which reason is asked for: to send it back, or to withdraw what is out. */
      ask(/** @type {any} */ event) {
        this.setData({ asking: event.currentTarget.dataset.what })
      },
      closeReason() {
        this.setData({ asking: '' })
      },
      giveReason(/** @type {any} */ event) {
        const { id, asking } = this.data
        return this.once('reason', async () => {
          await (asking === 'return' ? notices.sendBack(id, event.detail.text) : notices.withdraw(id, event.detail.text))
          drafts.clear(`${asking}-notice-${id}`)
          this.setData({ asking: '' })
          await this.reload()
        })
      },
      takeBack() {
        return this.onceAgreed('cancel', { title: '不发了', content: '还没有人收到，撤回后不会再发。', confirmText: '不发了' }, async () => {
          await notices.cancel(this.data.id)
          await this.reload()
        })
      },
    },
    async function load() {
      const notice = await notices.get(this.data.id)
      const isOut = ['sent', 'expanding'].includes(notice.status)
      const report = isOut ? await notices.report(this.data.id) : null
      return {
        notice,
        row: asRow(notice),
        facts: factsOf(notice),
        advice: adviceOf(notice),
        acts: actsOn(notice),
        hasActs: Object.values(actsOn(notice)).some(Boolean),
        report,
        parts: report ? reportOf(report) : [],
        unreached: report ? report.unreached.map((/** @type {any} */ each) => ({ id: each.person_id, name: each.name, why: each.reason_text, tail: each.phone })) : [],
      }
    },
  ),
)
