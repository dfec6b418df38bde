// @ts-check
// The roll of one Party day or event on this phone: the list as last heard, and the marks made since. It works
// without signal. Each mark keeps its nonce until the backend has answered it, so that it counts once however often it is
// sent; where the sheet says otherwise by then, a person settles it.
//
// Somebody who is not on the list is a mark as well, with what the backend is to be told (`who`) and how their line looks
// until then (`line`). What was typed about them leaves the phone with the answer.
const keys = require('../../services/keys')

const MOST_AT_ONCE = 200
const CAME = ['present', 'online', 'observer', 'attended']
const NOT_EXPECTED = ['exempt', 'observer']
const PREFIX = 'roll-'
const store = (/** @type {string} */ key) => PREFIX + key

/** @typedef {{person_id: number, name: string, status: string, checked_in_at: string|null, [more: string]: any}} Line */
/** @typedef {{person_id?: number, code?: string, name?: string, phone?: string}} Who */
/** @typedef {{nonce: string, person_id: number|string, status: string, marked_at: string, code?: string, who?: Who, line?: any, conflict?: string, refused?: string}} Mark */
/** @typedef {{key: string, about: any, lines: Line[], marks: Mark[]}} Book */

/** What is kept; an earlier version of the mini-program said `day` where it is `about` now. @returns {Book|null} */
function load(/** @type {string} */ key) {
  const kept = wx.getStorageSync(store(key))
  return kept ? { about: kept.day, ...kept, key } : null
}

/** @returns {Book} */
function save(/** @type {Book} */ book) {
  wx.setStorageSync(store(book.key), book)
  return book
}

/**
 * The list as the backend tells it; marks that wait stay. It was asked for when the book was as `before`: whoever has been
 * handed in since then stands as the answer to that said.
 */
function renew(/** @type {string} */ key, /** @type {any} */ about, /** @type {Line[]} */ lines, /** @type {Book|null} */ before = null) {
  const kept = load(key)
  const newer = kept && before ? linesSince(before, kept) : []
  const all = new Map([...lines, ...newer].map((line) => [line.person_id, line]))
  clearOthers(store(key))
  return save({ key, about, lines: [...all.values()], marks: kept ? kept.marks : [] })
}

function linesSince(/** @type {Book} */ before, /** @type {Book} */ now) {
  const known = new Set(before.lines.map((line) => JSON.stringify(line)))
  return now.lines.filter((line) => !known.has(JSON.stringify(line)))
}

/** Other rolls whose marks have all been handed in need no place on the phone. */
function clearOthers(/** @type {string} */ open) {
  for (const key of wx.getStorageInfoSync().keys) {
    if (key.startsWith(PREFIX) && key !== open && !wx.getStorageSync(key).marks.length) wx.removeStorageSync(key)
  }
}

/** Note what was seen, whether there is signal or not. A newcomer whom nobody knows yet goes by the nonce. */
function mark(/** @type {Book} */ book, /** @type {{person_id?: number|string, status: string, code?: string, who?: Who, line?: any}} */ seen, now = Date.now()) {
  const nonce = keys.newKey()
  const made = { ...seen, person_id: seen.person_id || nonce, nonce, marked_at: new Date(now).toISOString() }
  return save({ ...book, marks: [...book.marks, made] })
}

/** @returns {Book} */
const changed = (/** @type {Book} */ book, /** @type {string} */ nonce, /** @type {Partial<Mark>} */ change) => ({
  ...book,
  marks: book.marks.map((each) => (each.nonce === nonce ? { ...each, ...change } : each)),
})

/** A newcomer is on the list: from here on theirs is a mark like any other. */
function admit(/** @type {Book} */ book, /** @type {string} */ nonce, /** @type {Line} */ line) {
  const lines = [...book.lines.filter((each) => each.person_id !== line.person_id), line]
  return save({ ...changed(book, nonce, { person_id: line.person_id, who: undefined, line: undefined }), lines })
}

/** Marks the backend has not answered yet. */
const waiting = (/** @type {Book} */ book) => book.marks.filter((each) => !each.conflict && !each.refused)

/** The next marks to send, as the API takes them. */
const batch = (/** @type {Book} */ book) =>
  waiting(book)
    .filter((each) => !each.who)
    .slice(0, MOST_AT_ONCE)
    .map(({ person_id: personId, code, status, marked_at: markedAt, nonce }) => ({
      ...(code ? { code } : { person_id: personId }),
      status,
      marked_at: markedAt,
      nonce,
    }))

/** What the backend made of them: what is stored leaves the phone, a conflict stays until a person settles it. */
function settle(/** @type {Book} */ book, /** @type {any[]} */ results) {
  const said = new Map(results.map((each) => [each.nonce, each]))
  const marks = book.marks.flatMap((each) => {
    const answer = said.get(each.nonce)
    if (!answer) return [each]
    return answer.result === 'conflict' ? [{ ...each, conflict: answer.status }] : []
  })
  const now = new Map(results.map((each) => [each.person_id, each]))
  const lines = book.lines.map((line) => {
    const answer = now.get(line.person_id)
    return answer ? { ...line, status: answer.status, checked_in_at: answer.checked_in_at, is_struck: false } : line
  })
  return save({ ...book, lines, marks })
}

/** A mark the backend cannot take (a code too old, no place left): it is set aside with the reason, the others go on. */
const refuse = (/** @type {Book} */ book, /** @type {string} */ nonce, /** @type {string} */ reason) => save(changed(book, nonce, { refused: reason }))

/** Try once more what was refused: the reason may be gone. */
const retry = (/** @type {Book} */ book, /** @type {string} */ nonce) => save(changed(book, nonce, { refused: undefined }))

/** Let a mark go: the sheet is right. */
const drop = (/** @type {Book} */ book, /** @type {string} */ nonce) => save({ ...book, marks: book.marks.filter((each) => each.nonce !== nonce) })

/** Say it once more, now: a later word counts. */
function insist(/** @type {Book} */ book, /** @type {string} */ nonce, now = Date.now()) {
  const old = book.marks.find((each) => each.nonce === nonce)
  return old ? mark(drop(book, nonce), { person_id: old.person_id, status: old.status }, now) : book
}

/** Whether this mark would take away an arrival that somebody else recorded: no later word of mine does. */
const takesAway = (/** @type {Mark} */ each) => CAME.includes(each.conflict || '') && !CAME.includes(each.status)

/** Each line as the secretary sees it: what the sheet says, or what was marked since; newcomers at the end. */
function shown(/** @type {Book} */ book) {
  const marked = new Map(waiting(book).map((each) => [each.person_id, each]))
  const lines = new Map(book.lines.map((/** @type {any} */ line) => [line.person_id, line]))
  for (const [id, { line }] of marked) if (line) lines.set(id, { ...lines.get(id), ...line, person_id: id })
  return [...lines.values()].map((line) => {
    const mine = marked.get(line.person_id)
    const status = mine ? wordFor(line, mine.status) : line.status
    return {
      ...line,
      status,
      hasCome: mine ? CAME.includes(mine.status) : Boolean(line.checked_in_at),
      isWaiting: Boolean(mine),
      isNew: Boolean(mine && mine.who),
      nonce: mine ? mine.nonce : '',
    }
  })
}

/** Whoever does not count in 应到 sits in when they come. */
const wordFor = (/** @type {Line} */ line, /** @type {string} */ status) =>
  NOT_EXPECTED.includes(line.status) ? (CAME.includes(status) ? 'observer' : line.status) : status

/** 应到, 实到, and who is still to be called. */
function count(/** @type {{status: string, hasCome: boolean}[]} */ lines) {
  const expected = lines.filter((each) => !NOT_EXPECTED.includes(each.status))
  return {
    expected: expected.length,
    present: expected.filter((each) => each.status === 'present').length,
    notYet: expected.filter((each) => each.status === 'not_yet').length,
    waiting: lines.filter((/** @type {any} */ each) => each.isWaiting).length,
  }
}

/** Whose code this is, also without signal: it names the person, the backend checks the seal. 0 for no such code. */
function personIn(/** @type {string} */ code) {
  const [, id] = /^P(\d{1,9})\./.exec(code) || []
  return Number(id) || 0
}

module.exports = { load, renew, mark, waiting, batch, settle, admit, refuse, retry, drop, insist, takesAway, shown, count, personIn }
