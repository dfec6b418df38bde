// @ts-check
// Of all that waits for a person, the one thing to do today, with one button.
const dates = require('./dates')
const session = require('../services/session')
const { rowsOf } = require('./seat-work')

const SOON = 3

/** @returns {{title: string, text: string, button: string, url: string}} */
function oneThing(/** @type {any} */ me, /** @type {any} */ home, now = Date.now()) {
  const { next_party_day: partyDay, next_event: event, next_make_up: makeUp } = home
  if (partyDay && partyDay.can_check_in) return { title: `「${partyDay.title}」可以签到了`, text: '到了现场，扫屏幕或墙上的码。', button: '去签到', url: partyDayPage(partyDay.party_day_id) }
  if (event && event.can_check_in) return { title: `「${event.title}」可以签到了`, text: '到了现场，扫屏幕或墙上的码。', button: '去签到', url: eventPage(event.event_id) }
  const [seat] = rowsOf(home)
  if (seat) return { title: `${seat.count} ${seat.title}`, text: '办完这一件，村里的事就往前走一步。', button: seat.button, url: seat.url }
  if (event && event.must_decide) return { title: `「${event.title}」时间或地点变了`, text: '您还去吗？点一下就行。', button: '去选一下', url: eventPage(event.event_id) }
  const [done] = home.wishes_to_confirm
  if (done) return { title: `「${done.title}」办好了`, text: '请您看看是不是满意，说一声就行。', button: '去确认', url: wishPage(done.id) }
  const [claim] = home.claims
  if (claim && dates.daysUntil(claim.progress_due_at, now) <= SOON) {
    return { title: `「${claim.title}」等您的进展`, text: `${dates.timeLeft(claim.progress_due_at, now)}，写一句就好。`, button: '去写进展', url: wishPage(claim.wish_id) }
  }
  if (makeUp && dates.daysUntil(Date.parse(makeUp.due_at) - 1000, now) <= SOON) return makeUpThing(makeUp, now)
  if (partyDay && dates.daysUntil(partyDay.starts_at, now) <= 0) return { title: `${dates.dayAndTime(partyDay.starts_at, now)} ${partyDay.title}`, text: partyDay.place || '地点另行通知', button: '看一看', url: partyDayPage(partyDay.party_day_id) }
  if (event && dates.daysUntil(event.starts_at, now) <= 0) return { title: `${dates.dayAndTime(event.starts_at, now)} ${event.title}`, text: `您报了名，${event.place}见。`, button: '看一看', url: eventPage(event.event_id) }
  if (home.unread) return { title: `您有 ${home.unread} 条新消息`, text: '看看有没有要办的事。', button: '看消息', url: '/account/inbox/inbox' }
  if (claim) return { title: `「${claim.title}」在您手上`, text: `请在 ${dates.daysUntil(claim.progress_due_at, now)} 天内写一句进展。`, button: '看一看', url: wishPage(claim.wish_id) }
  if (makeUp) return makeUpThing(makeUp, now)
  if (!me.is_bound && !me.has_request_waiting) {
    return { title: '有难处，说一声；有余力，帮一把', text: '看看邻里的微心愿，也可以许一个自己的。', button: '看看微心愿', url: '/pages/wall/wall' }
  }
  if (session.hasSeat(me)) return { title: '今天没有等您办的事', text: '有新的心愿或申请会出现在这里。', button: '看看微心愿', url: '/pages/wall/wall' }
  if (me.standing === 'resident') return { title: '有什么需要帮忙的？', text: '小事也可以说，村里核实后会有人来帮。', button: '许个微心愿', url: '/wishes/make/make' }
  return { title: '今天可以帮谁一把？', text: '挑一个力所能及的微心愿。', button: '看看微心愿', url: '/pages/wall/wall' }
}

const makeUpThing = (/** @type {any} */ makeUp, /** @type {number} */ now) => ({
  title: `请在${dates.day(Date.parse(makeUp.due_at) - 1000, now)}前补学`,
  text: `「${makeUp.title}」您没有参加，看完学习内容写几句体会。`,
  button: '去补学',
  url: partyDayPage(makeUp.party_day_id),
})

const partyDayPage = (/** @type {number} */ id) => `/party-days/day/day?id=${id}`
const eventPage = (/** @type {number} */ id) => `/events/event/event?id=${id}`
const wishPage = (/** @type {number} */ id) => `/wishes/wish/wish?id=${id}`

module.exports = { oneThing }
