// @ts-check
// Party days and events as the secretary reads them: how they stand, in numbers, and what a change will mean.
const dates = require('../../utils/dates')
const { lineState: stateOf } = require('../../utils/party-day-words')

const WAYS = [
  { value: 'both', name: '扫码或点名' },
  { value: 'roll_call', name: '只点名' },
  { value: 'scan', name: '扫码为主' },
]
const DAY_STATES = { draft: '草稿', planned: '已发布', closed: '已结束', cancelled: '已取消' }
const EVENT_STATES = { draft: '草稿', held: '文字要先看', open: '报名中', cancelled: '已取消' }
const TONES = { draft: 'gold', held: 'gold', planned: 'green', open: 'green' }
const SOON = 2 * 3600 * 1000
const hasStarted = (/** @type {any} */ each, now = Date.now()) => Date.parse(each.starts_at) <= now
const isOver = (/** @type {any} */ each, now = Date.now()) => Date.parse(each.ends_at) <= now
/** Today's, and what midnight parts from today: about to begin, or still going on. */
const isToday = (/** @type {any} */ each, now = Date.now()) => dates.daysUntil(each.starts_at, now) === 0
  || (Date.parse(each.starts_at) - now < SOON && !isOver(each, now))
const sum = (/** @type {any[]} */ posts, /** @type {string} */ name) => posts.reduce((total, post) => total + post[name], 0)

/** A row of a list: what, when and where, how it stands. */
function dayRow(/** @type {any} */ day, now = Date.now()) {
  const { expected, attended } = day.rate
  const called = day.status === 'draft' ? '' : isOver(day, now) || isToday(day, now) ? `应到 ${expected}，实到 ${attended}` : `应到 ${expected}`
  return {
    id: day.id,
    title: day.title,
    when: dates.span(day.starts_at, day.ends_at, now),
    place: day.place || '地点未定',
    numbers: called,
    state: DAY_STATES[/** @type {keyof typeof DAY_STATES} */ (day.status)],
    tone: TONES[/** @type {keyof typeof TONES} */ (day.status)] || 'grey',
  }
}

function eventRow(/** @type {any} */ event, now = Date.now()) {
  const waiting = sum(event.posts, 'waiting')
  const isPast = isOver(event, now) && event.status === 'open'
  return {
    id: event.id,
    title: event.title,
    when: dates.span(event.starts_at, event.ends_at, now),
    place: event.place,
    numbers: `报上 ${sum(event.posts, 'confirmed')} / ${sum(event.posts, 'capacity')} 人${waiting ? `，候补 ${waiting}` : ''}`,
    state: isPast ? '已结束' : EVENT_STATES[/** @type {keyof typeof EVENT_STATES} */ (event.status)],
    tone: isPast ? 'grey' : TONES[/** @type {keyof typeof TONES} */ (event.status)] || 'grey',
  }
}

/** How many news of the Party day would reach: everyone on the list who has not come and counts. */
function toTell(/** @type {any} */ day) {
  const { not_yet: notYet, on_leave: onLeave, absent, taught_at_home: taught, observer } = day.counts
  return notYet + onLeave + absent + taught + observer
}

/** What can be done with a Party day now, by its host or by a branch that holds it with them. */
function dayActs(/** @type {any} */ day, isHost = true, now = Date.now()) {
  const isPlanned = day.status === 'planned'
  const isAhead = !hasStarted(day, now)
  return {
    publish: isHost && day.status === 'draft' && !isOver(day, now),
    code: isPlanned && day.check_in !== 'roll_call' && !isOver(day, now) && isToday(day, now),
    roll: (isPlanned || day.status === 'closed') && (hasStarted(day, now) || isToday(day, now)),
    leave: isPlanned,
    copy: isHost && isPlanned && isAhead,
    paste: isPlanned && isAhead,
    change: isHost && ['draft', 'planned'].includes(day.status) && isAhead,
    cancel: isHost && (day.status === 'draft' || isPlanned) && !isOver(day, now),
  }
}

/** What can be done with an event now. */
function eventActs(/** @type {any} */ event, now = Date.now()) {
  const isOpen = event.status === 'open'
  const isAhead = !hasStarted(event, now)
  return {
    publish: ['draft', 'held'].includes(event.status) && isAhead,
    code: isOpen && event.attendance_mode !== 'roll_call' && isToday(event, now) && !isOver(event, now),
    roll: isOpen,
    copy: isOpen && isAhead,
    paste: isOpen && isAhead,
    change: event.status !== 'cancelled' && isAhead,
    cancel: event.status !== 'cancelled' && isAhead,
  }
}

module.exports = { WAYS, stateOf, dayRow, eventRow, toTell, dayActs, eventActs, isToday, sum }
