// @ts-check
// What every page that calls a roll has, of a Party day or of an event: it works from the book on this phone, hands in
// what waits whenever there is signal, and leaves what the backend sees otherwise to a person.
const { tell } = require('../../utils/page')
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
      this.setData({ isOffline: /** @type {any} */ (error).code === 'no_network' })
      if (!this.data.isOffline) tell(error)
    } finally {
      this.isSyncing = false
      this.draw()
    }
  },
  /** The list anew, or the one kept on the phone where there is no signal. */
  async renew() {
    const roll = of(this.data.id)
    try {
      await this.sync()
      const { about, lines } = await roll.fetch()
      book.renew(roll.key, about, lines)
      this.setData({ isOffline: false })
    } catch (error) {
      if (/** @type {any} */ (error).code !== 'no_network' || !this.book()) throw error
      this.setData({ isOffline: true })
    }
    this.draw()
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
