// @ts-check
// Handing in what waits in the roll book. Without network it stays and is tried again.
const book = require('./roll-book')

/** @typedef {{key: string, add: (mark: any) => Promise<any>, send: (marks: any[]) => Promise<any[]>}} Roll where it is kept, and who takes newcomers and marks */

/** One batch after the other, and the newcomers, until nothing waits. Rejects when the line breaks or the sheet is shut. */
async function handIn(/** @type {Roll} */ roll) {
  for (let kept = book.load(roll.key); kept && book.waiting(kept).length; kept = book.load(roll.key)) {
    const marks = book.batch(kept)
    await (marks.length ? send(roll, marks) : add(roll, book.waiting(kept)[0]))
  }
}

/** The nonce is the key of the act: an answer that was lost is asked for again. */
async function add(/** @type {Roll} */ roll, /** @type {any} */ mark) {
  try {
    const line = await roll.add(mark)
    book.admit(now(roll), mark.nonce, line)
  } catch (error) {
    const { isSettled, message } = /** @type {any} */ (error)
    if (!isSettled) throw error
    book.refuse(now(roll), mark.nonce, message)
  }
}

async function send(/** @type {Roll} */ roll, /** @type {any[]} */ marks) {
  try {
    const results = await roll.send(marks)
    book.settle(now(roll), results)
  } catch (error) {
    const place = placeIn(error)
    if (place === null) throw error
    book.refuse(now(roll), marks[place].nonce, /** @type {any} */ (error).message)
  }
}

/** The book as it is after the answer: more may have been marked while it was on its way. @returns {any} */
const now = (/** @type {Roll} */ roll) => book.load(roll.key)

/** Which mark a refusal names (`marks.3.code`); null when it is about all of them. */
function placeIn(/** @type {any} */ { fields = {} }) {
  const named = Object.keys(fields).map((name) => /^marks\.(\d+)\./.exec(name)).find(Boolean)
  return named ? Number(named[1]) : null
}

module.exports = { handIn }
