// @ts-check
const { loading } = require('../../utils/page')
const events = require('../services/events')
const { gathering } = require('../utils/gathering-page')
const { eventActs, eventRow, sum } = require('../utils/words')

Page(
  loading(
    {
      data: { id: 0, event: null, acts: {}, posts: [], isCancelling: false },

      ...gathering('event', events.cancel, '取消了，已通知报名的人'),
      /** Releasing a held text says who answers for it. */
      publish() {
        const { event } = this.data
        const content = event.status === 'held' ? '微信对这段文字拿不准。您读过认为没有问题，就由您发布，会留在操作记录里。' : '发布后大家就能报名。'
        return this.onceAgreed('publish', { title: '发布活动', content, confirmText: '发布' }, async () => {
          const done = await events.publish(event.id)
          wx.showToast({ title: done.status === 'held' ? '文字要再看一遍，请读过再点发布' : '发布了', icon: 'none' })
          await this.reload()
        })
      },
      onShareAppMessage() {
        const { event } = this.data
        return { title: `志愿活动：${event.title}`, path: `/events/event/event?id=${event.id}` }
      },
    },
    async function load() {
      const event = await events.get(this.data.id)
      return { event, row: eventRow(event), acts: eventActs(event), told: sum(event.posts, 'confirmed') + sum(event.posts, 'waiting') }
    },
  ),
)
