// @ts-check
// The console's log-in code was scanned: is it my own screen?
const desk = require('../../services/desk')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const { loading } = require('../../utils/page')
const scene = require('../../utils/scene')

Page(
  loading(
    {
      data: { code: '', asked: null, outcome: '' },

      /** Opened by WeChat's own scanner (scene) or from the home page's (code). */
      onLoad(/** @type {any} */ query) {
        this.setData({ code: query.code || scene.read(query.scene).d || '' })
      },
      confirm() {
        return this.decide('confirm')
      },
      refuse() {
        return this.decide('refuse')
      },
      decide(/** @type {'confirm'|'refuse'} */ decision) {
        return this.once(decision, async () => {
          await desk.decide(this.data.code, decision)
          this.setData({ outcome: decision })
        })
      },
      done() {
        return wx.switchTab({ url: '/pages/home/home' })
      },
    },
    async function load() {
      const [me, asked] = await Promise.all([session.refresh(), desk.get(this.data.code)])
      return { me, asked, askedAt: dates.dayAndTime(asked.asked_at) }
    },
  ),
)
