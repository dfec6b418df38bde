// @ts-check
const home = require('../../services/home')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')
const scene = require('../../utils/scene')
const today = require('../../utils/today')
const { asCard } = require('../../utils/wish-words')

Page(
  loading(
    {
      data: { greeting: '', me: null, thing: {}, seatRows: [], toConfirm: [], claims: [], nearby: [] },

      /** A printed code leads here, and from here to the page it names. */
      onLoad(/** @type {any} */ query) {
        const target = scene.pageOf(query.scene)
        if (target) wx.navigateTo({ url: target })
      },
      open(/** @type {any} */ event) {
        const { url } = event.currentTarget.dataset
        const [path, query] = url.split('?')
        if (path === '/pages/wall/wall' && query) getApp().globalData.wallStatus = query.split('=')[1]
        go(url)
      },
      /** A code of ours opens its page; any other says so. */
      async scan() {
        try {
          const { result } = await wx.scanCode({ scanType: ['qrCode', 'wxCode'] })
          const target = scene.pageOf(result)
          if (target) go(target)
          else wx.showToast({ title: '这个码不是三色联盟的', icon: 'none' })
        } catch (error) {
          // Scanning was given up.
        }
      },
      onShareAppMessage: () => ({ title: '三色联盟：邻里的微心愿，您也能帮一把', path: '/pages/home/home' }),
    },
    async function load() {
      const [me, found] = await Promise.all([session.refresh(), home.get()])
      return {
        greeting: `${dates.greeting()}${me.name ? `，${me.name}` : ''}`,
        me,
        isSeated: session.hasSeat(me),
        thing: today.oneThing(me, found),
        seatRows: today.seatRows(found),
        unread: found.unread,
        claims: found.claims.map((/** @type {any} */ each) => ({ ...each, left: dates.timeLeft(each.progress_due_at) })),
        toConfirm: found.wishes_to_confirm.map((/** @type {any} */ each) => asCard(each)),
        nearby: found.wishes_nearby.map((/** @type {any} */ each) => asCard(each)),
      }
    },
  ),
)
