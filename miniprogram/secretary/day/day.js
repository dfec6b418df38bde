// @ts-check
const session = require('../../services/session')
const dates = require('../../utils/dates')
const { loading } = require('../../utils/page')
const partyDays = require('../services/party-days')
const { gathering } = require('../utils/gathering-page')
const { invitedSheet, isHost } = require('../utils/seats')
const { dayActs, dayRow, stateOf, toTell } = require('../utils/words')

const SHOWN = ['present', 'online', 'not_yet', 'on_leave', 'absent', 'made_up', 'taught_at_home', 'exempt', 'observer']

Page(
  loading(
    {
      data: { id: 0, day: null, acts: {}, counts: [], isCancelling: false },

      ...gathering('day', partyDays.cancel, '取消了，已通知大家'),
      /** Tell everyone, after saying how many that is. */
      publish() {
        const { day } = this.data
        const content = `${dates.span(day.starts_at, day.ends_at)}。支部名单上的人都会收到通知。`
        return this.onceAgreed('publish', { title: '发布主题党日', content, confirmText: '发布' }, async () => {
          await partyDays.publish(day.id)
          wx.showToast({ title: '发布了，已通知大家', icon: 'none' })
          await this.reload()
        })
      },
      /** 主题党日联过: my branch gets a sheet of its own. */
      join() {
        return this.once('join', async () => {
          await partyDays.join(this.data.id, this.data.invited.organisation.id)
          wx.showToast({ title: '一起过，已通知本支部的人', icon: 'none' })
          await this.reload()
        })
      },
      decline() {
        return this.onceAgreed('decline', { title: '这次不一起过', content: '告诉对方本支部这次不参加。', confirmText: '不参加' }, async () => {
          await partyDays.decline(this.data.id, this.data.invited.organisation.id)
          wx.navigateBack()
        })
      },
      onShareAppMessage() {
        const { day } = this.data
        return { title: `主题党日：${day.title}`, path: `/party-days/day/day?id=${day.id}` }
      },
    },
    async function load() {
      const [day, me] = await Promise.all([partyDays.get(this.data.id), session.me()])
      const invited = invitedSheet(day, me)
      return {
        invited,
        day,
        row: dayRow(day),
        acts: invited ? {} : dayActs(day, isHost(day, me)),
        told: toTell(day),
        counts: SHOWN.filter((status) => day.counts[status]).map((status) => ({ status, name: stateOf(status), count: day.counts[status] })),
        others: day.sheets.filter((/** @type {any} */ sheet) => sheet.organisation.id !== day.organisation.id),
      }
    },
  ),
)
