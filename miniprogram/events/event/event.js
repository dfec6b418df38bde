// @ts-check
const events = require('../../services/events')
const grants = require('../../services/grants')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const words = require('../../utils/event-words')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')
const { scan } = require('../../utils/scan')
const scene = require('../../utils/scene')
const { isStranger, whoAreYou } = require('../../utils/stranger')

Page(
  loading(
    {
      data: { id: 0, event: null, mine: null, posts: [], postId: 0, acts: {}, mates: null },

      /** Opened from a list, a message, a shared card (id), a printed code (scene), or by scanning at the door. */
      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id || scene.read(query.scene).e) || 0 })
        if (query.code) this.atDoor(query.door === 'out' ? 'checkOut' : 'checkIn', decodeURIComponent(query.code))
      },
      choosePost(/** @type {any} */ event) {
        const post = this.data.posts[event.currentTarget.dataset.index]
        if (this.data.event.can_sign_up && !post.whyNot) this.setData({ postId: post.id })
      },
      signUp() {
        if (isStranger()) return this.askWho()
        return this.once('signUp', async () => {
          await grants.ask(['event_update'])
          try {
            const done = await events.signUp(this.data.id, { post_id: this.data.postId })
            await this.reload()
            const { title, content } = words.signedUpWords(done, this.data.event)
            await wx.showModal({ title, content, showCancel: false, confirmText: '好' })
          } catch (error) {
            if (/** @type {any} */ (error).code === 'guardian_required') return this.openForm('&guardian=1')
            this.reload() // it may have closed or filled meanwhile: show how it stands
            throw error
          }
        })
      },
      askWho() {
        return this.onceAgreed('askWho', whoAreYou('报名', '这样组织的人知道谁来，有变动好找您。'), async () => go('/account/bind/bind'))
      },
      bringOthers() {
        return isStranger() ? this.askWho() : this.openForm()
      },
      /** The form for companions and, for whoever is too young to come alone, a guardian. */
      openForm(more = '') {
        go(`/events/companions/companions?id=${this.data.id}&post=${this.data.postId}${more}`)
      },
      keep() {
        return this.once('keep', async () => {
          await grants.ask(['event_update'])
          try {
            await events.keepSignUp(this.data.id, this.data.event.change_number)
            wx.showToast({ title: '好，到时候见', icon: 'none' })
          } finally {
            await this.reload()
          }
        })
      },
      cancel() {
        const question = { title: '取消报名？', content: words.cancelWords(this.data.event), confirmText: '取消报名', cancelText: '我再想想' }
        return this.onceAgreed('cancel', question, async () => {
          try {
            await events.cancelSignUp(this.data.id)
            wx.showToast({ title: '已取消，谢谢您早点说', icon: 'none' })
          } finally {
            await this.reload()
          }
        })
      },
      async scan(/** @type {any} */ event) {
        const scanned = await scan()
        if (scanned) await this.atDoor(event.currentTarget.dataset.way, scanned.code)
      },
      /** Coming or leaving, with what was scanned. Whoever is in, or out, already is told since when. */
      atDoor(/** @type {'checkIn'|'checkOut'} */ way, /** @type {string} */ code) {
        return this.once(way, async () => {
          const { message, minutes } = await events[way](this.data.id, code)
          await this.reload()
          wx.showToast({ title: minutes ? `${message}，服务 ${dates.duration(minutes)}` : message, icon: 'none', duration: 3000 })
        })
      },
      run() {
        go(`/secretary/event/event?id=${this.data.id}`)
      },
      remind() {
        return this.once('remind', () => grants.ask(['event_update'], Infinity))
      },
      onShareAppMessage() {
        const { event } = this.data
        return {
          title: event ? `${event.title}，${dates.dayAndTime(event.starts_at)}，一起来` : '三色联盟志愿活动',
          path: `/events/event/event?id=${this.data.id}`,
        }
      },
    },
    async function load() {
      const [event] = await Promise.all([events.get(this.data.id), session.me()])
      return present(event, this.data.postId)
    },
  ),
)

function present(/** @type {any} */ event, /** @type {number} */ chosen) {
  const acts = words.actsOn(event)
  const posts = words.postsOf(event)
  const isThere = posts.some((/** @type {any} */ post) => post.id === chosen)
  const mayTake = posts.filter((/** @type {any} */ post) => !post.whyNot)
  const first = mayTake.find((/** @type {any} */ post) => !post.isFull) || mayTake[0] || posts[0]
  return {
    event,
    card: words.asCard(event),
    facts: words.factsOf(event),
    mine: words.mineOf(event),
    posts,
    postId: isThere ? chosen : first.id,
    acts,
    canAct: Object.values(acts).some(Boolean),
    lacksSkill: !event.mine && posts.some((/** @type {any} */ post) => post.whyNot),
    mates: event.branch_mates && event.branch_mates.join('、'),
  }
}
