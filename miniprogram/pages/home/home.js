// @ts-check
const home = require('../../services/home')
const myCode = require('../../services/my-code')
const session = require('../../services/session')
const { comingRows, doors, isOfAWall } = require('../../utils/coming')
const dates = require('../../utils/dates')
const { go } = require('../../utils/go')
const { keptRolls } = require('../../utils/kept-rolls')
const { loading } = require('../../utils/page')
const { scan } = require('../../utils/scan')
const scene = require('../../utils/scene')
const { rowsOf } = require('../../utils/seat-work')
const today = require('../../utils/today')
const { asCard } = require('../../utils/wish-words')

Page(
  loading(
    {
      data: { greeting: '', me: null, thing: {}, seatRows: [], coming: [], doors: [], hasMyCode: false, rolls: [], toConfirm: [], claims: [], nearby: [] },

      /** A printed code leads here, and from here to the page it names. */
      onLoad(/** @type {any} */ query) {
        const target = scene.pageOf(query.scene)
        if (target) go(target)
      },
      open(/** @type {any} */ event) {
        const { url } = event.currentTarget.dataset
        const [path, query] = url.split('?')
        if (path === '/pages/wall/wall' && query) getApp().globalData.wallStatus = query.split('=')[1]
        go(url)
      },
      onShow() {
        this.setData({ hasMyCode: Boolean(myCode.kept()), rolls: keptRolls() })
      },
      /** A code of ours opens its page; at the door, the code on the wall checks in; any other says so. */
      async scan() {
        const scanned = await scan()
        if (!scanned) return
        const target = scene.pageOf(scanned.code) || scanned.page || (await this.doorFor(scanned.code))
        if (target) go(target)
      },
      /** A code that names no page is one on a wall: where several doors are open, the person says which. */
      async doorFor(/** @type {string} */ code) {
        const { doors } = this.data
        if (!isOfAWall(code)) return say('这个码不是三色联盟的')
        if (!doors.length) return say('现在没有等您签到的党日或活动')
        const door = doors.length > 1 ? await chosen(doors) : doors[0]
        return door ? `${door.url}&code=${encodeURIComponent(code)}` : ''
      },
      onShareAppMessage: () => ({ title: '三色联盟：邻里的微心愿，您也能帮一把', path: '/pages/home/home' }),
    },
    async function load() {
      const [me, found] = await Promise.all([session.refresh(), home.get()])
      if (found.next_party_day && dates.daysUntil(found.next_party_day.starts_at) <= 0) myCode.haveReady()
      return {
        greeting: `${dates.greeting()}${me.name ? `，${me.name}` : ''}`,
        me,
        hasTools: session.hasTools(me),
        thing: today.oneThing(me, found),
        seatRows: rowsOf(found),
        coming: comingRows(found),
        doors: doors(found),
        unread: found.unread,
        claims: found.claims.map((/** @type {any} */ each) => ({ ...each, left: dates.timeLeft(each.progress_due_at) })),
        toConfirm: found.wishes_to_confirm.map((/** @type {any} */ each) => asCard(each)),
        nearby: found.wishes_nearby.map((/** @type {any} */ each) => asCard(each)),
      }
    },
  ),
)

/** In passing; there is nowhere to go. */
function say(/** @type {string} */ title) {
  wx.showToast({ title, icon: 'none' })
  return ''
}

/** One of several doors; nothing when the person goes back. */
async function chosen(/** @type {{title: string, url: string}[]} */ doors) {
  try {
    const { tapIndex } = await wx.showActionSheet({ itemList: doors.map((each) => each.title) })
    return doors[tapIndex]
  } catch (error) {
    return undefined
  }
}
