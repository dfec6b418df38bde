// @ts-check
// What comes next for a person, as rows of the first page: Party day, event, make-up study.
const dates = require('./dates')

const LINES = {
  present: '已签到',
  online: '线上参加',
  on_leave: '已请假',
  exempt: '不计应到',
  observer: '列席',
}

/** @returns {{icon: string, title: string, text: string, chip: string, tone: string, url: string}[]} */
function comingRows(/** @type {any} */ home, now = Date.now()) {
  const { next_party_day: partyDay, next_event: event, next_make_up: makeUp } = home
  return [partyDay && partyDayRow(partyDay, now), event && eventRow(event, now), makeUp && makeUpRow(makeUp, now)].filter(Boolean)
}

function partyDayRow(/** @type {any} */ day, /** @type {number} */ now) {
  const chip = day.can_check_in ? '可以签到' : LINES[/** @type {keyof typeof LINES} */ (day.status)] || ''
  return {
    icon: 'meeting',
    title: day.title,
    text: [dates.span(day.starts_at, day.ends_at, now), day.place].filter(Boolean).join('，'),
    chip,
    tone: day.can_check_in ? 'red' : 'green',
    url: `/party-days/day/day?id=${day.party_day_id}`,
  }
}

function eventRow(/** @type {any} */ event, /** @type {number} */ now) {
  return {
    icon: 'event',
    title: event.title,
    text: `${dates.span(event.starts_at, event.ends_at, now)}，${event.place}`,
    ...signUpState(event),
    url: `/events/event/event?id=${event.event_id}`,
  }
}

function signUpState(/** @type {any} */ event) {
  if (event.can_check_in) return { chip: '可以签到', tone: 'red' }
  if (event.can_check_out) return { chip: '已签到，走时签退', tone: 'green' }
  if (event.must_decide) return { chip: '有变动，等您选', tone: 'gold' }
  return event.status === 'waiting' ? { chip: '候补中', tone: 'gold' } : { chip: '已报名', tone: 'green' }
}

const makeUpRow = (/** @type {any} */ task, /** @type {number} */ now) => ({
  icon: 'book',
  title: `补学：${task.title}`,
  text: `${dates.day(Date.parse(task.due_at) - 1000, now)}前写几句体会`,
  chip: '',
  tone: '',
  url: `/party-days/day/day?id=${task.party_day_id}`,
})

/**
 * The doors that a code on a wall may be for: those open for me now, else those of today, where the backend says what
 * is wrong, or since when I am in. Each page checks in with the code that is put after its address.
 */
function doors(/** @type {any} */ home, now = Date.now()) {
  const { next_party_day: partyDay, next_event: event } = home
  const partyDayDoor = partyDay && { title: `「${partyDay.title}」签到`, url: `/party-days/day/day?id=${partyDay.party_day_id}` }
  const eventDoor = event && { title: `「${event.title}」签到`, url: `/events/event/event?id=${event.event_id}` }
  const open = [
    partyDay && partyDay.can_check_in && partyDayDoor,
    event && event.can_check_in && eventDoor,
    event && event.can_check_out && { title: `「${event.title}」签退`, url: `${eventDoor.url}&door=out` },
  ].filter(Boolean)
  if (open.length) return open
  const isToday = (/** @type {any} */ each) => each && dates.daysUntil(each.starts_at, now) <= 0
  return [isToday(partyDay) && partyDayDoor, isToday(event) && eventDoor].filter(Boolean)
}

/** Whether this could be a code on a wall: twelve bytes, of which only the backend knows more. */
const isOfAWall = (/** @type {string} */ code) => /^[\w-]{16}$/.test(code)

module.exports = { comingRows, doors, isOfAWall }
