// @ts-check
// A pasted 群接龙 as rows to be confirmed: who it is, what will be written, whether it is ticked.
const { hintOf } = require('../services/people')

/** @typedef {{text: string, candidates: any[], is_sure: boolean, others: number, note: string, stays_away: boolean, replaces: string[]}} Entry as the API answers it */

/** What is plain is ticked; a namesake must be chosen, a doubtful one ticked, by a person. */
function asRow(/** @type {Entry} */ entry, /** @type {number} */ index) {
  const candidates = entry.candidates.map((each) => ({ ...each, hint: hintOf(each) }))
  const only = candidates.length === 1 ? candidates[0] : null
  return {
    key: index,
    text: entry.text,
    replaced: entry.replaces.join('；'),
    candidates,
    chosen: only ? only.person_id : 0,
    isOn: Boolean(only && entry.is_sure),
    others: entry.others,
    note: entry.note,
    staysAway: entry.stays_away,
    isUnknown: !candidates.length,
    isDoubtful: Boolean(only && !entry.is_sure),
  }
}

/** What the row will write, in words, for this kind of list. */
function meaning(/** @type {any} */ row, /** @type {import('../services/group').Kind} */ kind) {
  if (kind === 'notice') return '记为群里答应'
  if (kind === 'roll') return row.staysAway ? '记请假' : '记实到'
  if (kind === 'day') return row.staysAway ? `记请假${row.note ? `：${row.note}` : ''}` : '记下说来'
  if (row.staysAway) return '说不来，不报名'
  return row.others ? `报名，连同行 ${row.others + 1} 人` : '报名'
}

/** Whether the row can be ticked: for an event, who stays away is not signed up. */
const canBeOn = (/** @type {any} */ row, /** @type {string} */ kind) => !row.isUnknown && !(kind === 'event' && row.staysAway)

/** The ticked rows with one person chosen, each person once. */
function confirmed(/** @type {any[]} */ rows) {
  const seen = new Set()
  return rows.filter((each) => each.isOn && each.chosen && !seen.has(each.chosen) && seen.add(each.chosen))
}

/** The name of a namesake who is chosen in two ticked rows; empty when nobody is. */
function chosenTwice(/** @type {any[]} */ rows) {
  const kept = confirmed(rows)
  const second = rows.find((each) => each.isOn && each.chosen && !kept.includes(each))
  return second ? second.candidates.find((/** @type {any} */ each) => each.person_id === second.chosen).name : ''
}

module.exports = { asRow, meaning, canBeOn, confirmed, chosenTwice }
