// @ts-check
// What every page that calls a roll has, of a Party day or of an event: it works from the book on this phone, hands in
// what waits whenever there is signal, and leaves what the backend sees otherwise to a person.
const errors = require('../../services/errors')
const { tell } = require('../../utils/page')
const people = require('../services/people')
const book = require('./roll-book')
const { handIn } = require('./roll-sync')

const DOUBLE_TAP = 400

/**
 * `of(id)` answers the roll: its place on the phone, how to fetch and how to hand it in, and the word for "here".
 * The page brings `draw()`, and `strike` for its sheet.
 * @returns {Record<string, any>}
 */
module.exports = (/** @type {(id: number) => import('./roll-sync').Roll & {came: string, fetch: () => Promise<{about: any, lines: any[]}>}} */ of) => ({
  onLoad(/** @type {any} */ query) {
    this.setData({ id: Number(query.id) || 0 })
    this.listen = (/** @type {any} */ { isConnected }) => isConnected && this.sync()
    wx.onNetworkStatusChange(this.listen)
  },
  onUnload() {
    wx.offNetworkStatusChange(this.listen)
  },
  /** The roll as this phone has it: there from the first answer on. @returns {any} */
  book() {
    return book.load(of(this.data.id).key)
  },
  /** The list moves up under the finger: a second tap in the same moment would mean the next person. */
  come(/** @type {any} */ event) {
    const now = Date.now()
    if (now - (this.tappedAt || 0) < DOUBLE_TAP) return
    this.tappedAt = now
    this.note(event.currentTarget.dataset.id, of(this.data.id).came)
  },
  note(/** @type {number} */ personId, /** @type {string} */ status, code = '') {
    book.mark(this.book(), { person_id: personId, status, ...(code && { code }) })
    this.draw()
    this.sync()
  },
  /** Somebody who is not on the list is here; `line` is how they show until the backend knows them. */
  welcome(/** @type {import('./roll-book').Who} */ who, /** @type {{person_id?: number, name: string, [more: string]: any}} */ line) {
    book.mark(this.book(), { person_id: line.person_id, status: of(this.data.id).came, who, line })
    wx.showToast({ title: `${line.name}，到`, icon: 'none' })
    this.draw()
    this.sync()
  },
  /** Hands in what waits; without network it stays and is tried again. */
  async sync() {
    const kept = this.book()
    if (this.isSyncing || !kept || !book.waiting(kept).length) return
    this.isSyncing = true
    try {
      await handIn(of(this.data.id))
      this.setData({ isOffline: false })
    } catch (error) {
      this.setData({ isOffline: errors.isUnanswered(error) })
      if (!this.data.isOffline) tell(error)
    } finally {
      this.isSyncing = false
      this.draw()
    }
  },
  /** The list and the village's names that are kept on the phone, for places without signal. */
  fromPhone() {
    if (!this.book()) return null
    this.draw()
    return { mine: people.kept().map(withHint) }
  },
  /** Both anew, or as they are kept where no answer comes; the names once, a list that was overtaken never. */
  async renew() {
    const { asked } = this
    const roll = of(this.data.id)
    const names = this.names || people.all().then((all) => (this.names = all)).catch(people.kept)
    try {
      await this.sync()
      const before = this.book()
      const { about, lines } = await roll.fetch()
      if (asked === this.asked) book.renew(roll.key, about, lines, before)
      this.setData({ isOffline: false })
    } catch (error) {
      if (!errors.isUnanswered(error) || !this.book()) throw error
      this.setData({ isOffline: true })
    }
    if (this.book()) this.draw()
    return { mine: (await names).map(withHint) }
  },
  /** What a person must settle, in words: marks that the sheet contradicts, marks that were refused. */
  unsettled(/** @type {(status: string) => string} */ wordFor, someone = '一位党员') {
    const { lines, marks } = this.book()
    const names = new Map(lines.map((/** @type {any} */ each) => [each.person_id, each.name]))
    const told = marks.map((/** @type {any} */ mark) => ({ ...mark, name: names.get(mark.person_id) || (mark.line && mark.line.name) || someone, mine: wordFor(mark.status), sheet: wordFor(mark.conflict) }))
    return { conflicts: told.filter((/** @type {any} */ each) => each.conflict), refusals: told.filter((/** @type {any} */ each) => each.refused) }
  },
  /** The sheet is right: my mark goes. */
  yieldTo(/** @type {any} */ event) {
    this.takeBack(event.detail.nonce)
  },
  takeBack(/** @type {string} */ nonce) {
    book.drop(this.book(), nonce)
    this.draw()
  },
  retry(/** @type {any} */ event) {
    book.retry(this.book(), event.detail.nonce)
    this.draw()
    return this.sync()
  },
  /** I am right: said once more, now; an arrival that somebody else recorded is struck with a reason instead. */
  insist(/** @type {any} */ event) {
    const { nonce } = event.detail
    const mark = this.data.conflicts.find((/** @type {any} */ each) => each.nonce === nonce)
    if (book.takesAway(mark)) return this.setData({ struck: mark })
    book.insist(this.book(), nonce)
    this.draw()
    return this.sync()
  },
  closeStrike() {
    this.setData({ struck: null })
  },
})

const withHint = (/** @type {any} */ person) => ({ ...person, hint: people.hintOf(person) })
