// @ts-check
const grants = require('../../services/grants')
const myCode = require('../../services/my-code')
const partyDays = require('../../services/party-days')
const acting = require('../../utils/acting')
const drafts = require('../../utils/drafts')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')
const words = require('../../utils/party-day-words')
const { scan } = require('../../utils/scan')
const scene = require('../../utils/scene')

// What the sheet from below asks for.
const NOTES = {
  leave: { title: '请假', hint: '只有书记看得到理由。批了以后请记得补学。', action: '交给书记', most: 200 },
  makeUp: { title: '补学体会', hint: '看完学习内容，写几句就行。', action: '交给书记', most: 500 },
}

Page(
  loading(
    {
      data: { id: 0, day: null, mine: null, task: null, polls: [], acts: {}, sheetName: '', sheet: null, code: '' },

      /** Opened from a list or a message (id), a printed code (scene), or by scanning at the door (code as well). */
      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id || scene.read(query.scene).p) || 0 })
        if (query.code) this.checkIn(decodeURIComponent(query.code))
      },
      async scan() {
        const scanned = await scan()
        if (scanned) await this.checkIn(scanned.code)
      },
      /** With what was scanned. Whoever is in already is told since when. */
      checkIn(/** @type {string} */ code) {
        return this.once('checkIn', async () => {
          try {
            const { message } = await partyDays.checkIn(this.data.id, code)
            await this.reload()
            wx.showToast({ title: message, icon: 'none', duration: 3000 })
          } catch (error) {
            if (/** @type {any} */ (error).code !== 'no_network') throw error
            await this.offerMyCode()
          }
        })
      },
      async offerMyCode() {
        const content = '签到没有送出去。请打开“我的码”让书记扫，或者请书记点名，一样算数。'
        const { confirm } = await wx.showModal({ title: '现在网络不通', content, confirmText: '我的码', cancelText: '知道了' })
        if (confirm) this.showCode()
      },
      showCode() {
        go('/party-days/code/code')
      },
      choose(/** @type {any} */ event) {
        const { poll, number } = event.detail
        return this.once('choose', async () => {
          await partyDays.answerPoll(poll, number)
          await this.reload()
        })
      },
      run() {
        go(`/secretary/day/day?id=${this.data.id}`)
      },
      ask(/** @type {any} */ event) {
        const { name } = event.currentTarget.dataset
        this.setData({ sheetName: name, sheet: NOTES[/** @type {keyof typeof NOTES} */ (name)] })
      },
      closeSheet() {
        this.setData({ sheetName: '' })
      },
      /** What was written in the sheet is sent, then its draft is forgotten. */
      send(/** @type {any} */ event) {
        const { id, sheetName } = this.data
        const { text } = event.detail
        return this.once(sheetName, async () => {
          await grants.ask(['party_day'])
          if (sheetName === 'leave') await partyDays.askLeave(id, text)
          else await partyDays.handInMakeUp(id, text)
          drafts.clear(`party-day-${id}-${sheetName}`)
          this.closeSheet()
          await this.reload()
        })
      },
    },
    async function load() {
      const [day, polls] = await Promise.all([partyDays.get(this.data.id), partyDays.listPolls(this.data.id)])
      const shown = present(day)
      wx.setNavigationBarTitle({ title: words.kindOf(day) })
      if (shown.acts.showCode) myCode.haveReady()
      return { ...shown, polls: polls.items.map(words.pollOf) }
    },
  ),
)

function present(/** @type {any} */ day) {
  const { showCode, ...others } = words.actsOn(day)
  const acts = { ...others, showCode: showCode && !acting.current() } // nobody shows a code for somebody else
  return {
    day,
    card: words.asCard(day),
    facts: words.factsOf(day),
    mine: words.mineOf(day),
    task: words.makeUpOf(day),
    leave: day.mine && day.mine.leave,
    acts,
    canAct: Object.values(acts).some(Boolean),
    isCounted: Date.parse(day.starts_at) <= Date.now() && day.status !== 'cancelled',
  }
}
