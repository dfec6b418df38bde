// @ts-check
// Roll call, with and without signal. What is marked stays on this phone until the backend has answered it.
const { loading, tell } = require('../../utils/page')
const { scan } = require('../../utils/scan')
const people = require('../services/people')
const rolls = require('../services/rolls')
const book = require('../utils/roll-book')
const rollPage = require('../utils/roll-page')
const { stateOf } = require('../utils/words')
const corrections = require('./corrections')
const guests = require('./guests')

const FILTERS = [
  { value: 'open', name: '未签' },
  { value: 'came', name: '已到' },
  { value: 'rest', name: '其他' },
]
// What a tap on a name offers; WeChat shows six things at the most.
const OTHERS = [
  { name: '到', status: 'present' },
  { name: '线上参加', status: 'online' },
  { name: '上门送学', status: 'taught_at_home' },
  { name: '未到', status: 'absent' },
]

Page(
  loading(
    {
      data: { id: 0, filters: FILTERS, filter: 'open', title: '', lines: [], conflicts: [], refusals: [], count: {}, isOffline: false, struck: null, exempted: null, isAdding: false, mine: [], others: [] },

      ...rollPage(rolls.of),
      ...corrections,
      ...guests,

      choose(/** @type {any} */ event) {
        this.setData({ filter: event.currentTarget.dataset.value })
        this.draw()
      },
      /** Draws the page from the book, which is the truth on this phone. */
      draw() {
        const kept = this.book()
        const lines = book.shown(kept)
        this.setData({
          title: kept.about.title,
          count: book.count(lines),
          lines: lines.filter((each) => bucketOf(each) === this.data.filter).map((each) => present(each, lines)),
          ...this.unsettled(stateOf),
        })
      },
      async more(/** @type {any} */ event) {
        const line = this.data.lines.find((/** @type {any} */ each) => each.person_id === event.currentTarget.dataset.id)
        const all = [...this.choicesFor(line), ...(line.isNew ? [] : [{ name: '打电话', act: () => people.call(line.person_id, '点名时联系') }])]
        try {
          const { tapIndex } = await wx.showActionSheet({ alertText: line.name, itemList: all.map((each) => each.name) })
          await all[tapIndex].act()
        } catch (error) {
          tell(error)
        }
      },
      choicesFor(/** @type {any} */ line) {
        if (line.nonce) return [{ name: '记错了，撤回', act: () => this.takeBack(line.nonce) }]
        if (line.hasCome) return [{ name: '取消这条签到', act: () => this.setData({ struck: line }) }]
        const others = OTHERS.filter((each) => each.status !== line.status)
        return [...others.map((each) => ({ name: each.name, act: () => this.note(line.person_id, each.status) })), ...this.exemption(line)]
      },
      /** The member's own code; it works without signal, the seal is checked when the marks come in. */
      async scanCode() {
        const { code } = (await scan()) || { code: '' }
        if (!code) return undefined
        const personId = book.personIn(code)
        const line = personId && book.shown(this.book()).find((each) => each.person_id === personId)
        if (!personId) return wx.showToast({ title: '这不是党员的个人码，请对方打开“我的码”', icon: 'none' })
        if (!line) return this.offerSeat(code, personId)
        if (line.hasCome) return wx.showToast({ title: `${line.name}已经到了`, icon: 'none' })
        this.note(personId, 'present', code)
        return wx.showToast({ title: `${line.name}，到`, icon: 'none' })
      },
    },
    function load() {
      return this.renew()
    },
  ),
)

const namesakes = (/** @type {any} */ line, /** @type {any[]} */ all) => all.filter((each) => each.name === line.name).length

/** Where a line stands: still to be called, come, or settled otherwise. */
function bucketOf(/** @type {any} */ line) {
  if (line.hasCome) return 'came'
  return ['not_yet', 'observer'].includes(line.status) ? 'open' : 'rest'
}

const present = (/** @type {any} */ line, /** @type {any[]} */ all) => ({
  ...line,
  hint: [namesakes(line, all) > 1 ? people.hintOf(line) : line.group, line.status === 'observer' ? '列席' : '', line.says_coming && !line.hasCome ? '群里说来' : ''].filter(Boolean).join(' · '),
  state: line.is_struck ? '已取消签到' : stateOf(line.status),
})
