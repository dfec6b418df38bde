// @ts-check
// Of all that waits for a person, the one thing to do today, with one button.
const dates = require('./dates')
const session = require('../services/session')

const SOON = 3

const TO_DO = {
  verify_wishes: { title: '个微心愿等您核实', button: '去核实', url: '/secretary/verify/verify' },
  decide_requests: { title: '位群众等您确认身份', button: '去确认', url: '/secretary/requests/requests' },
  follow_up_wishes: { title: '个心愿等您打电话回访', button: '去回访', url: '/pages/wall/wall?status=awaiting_confirmation' },
}

/** What waits for my seats, as rows. */
function seatRows(/** @type {any} */ home) {
  return home.to_do
    .filter((/** @type {any} */ each) => each.kind in TO_DO)
    .map((/** @type {any} */ each) => ({ ...TO_DO[/** @type {keyof typeof TO_DO} */ (each.kind)], count: each.count }))
}

/** @returns {{title: string, text: string, button: string, url: string}} */
function oneThing(/** @type {any} */ me, /** @type {any} */ home, now = Date.now()) {
  const [seat] = seatRows(home)
  if (seat) return { title: `${seat.count} ${seat.title}`, text: '办完这一件，村里的事就往前走一步。', button: seat.button, url: seat.url }
  const [done] = home.wishes_to_confirm
  if (done) return { title: `「${done.title}」办好了`, text: '请您看看是不是满意，说一声就行。', button: '去确认', url: wishPage(done.id) }
  const [claim] = home.claims
  if (claim && dates.daysUntil(claim.progress_due_at, now) <= SOON) {
    return { title: `「${claim.title}」等您的进展`, text: `${dates.timeLeft(claim.progress_due_at, now)}，写一句就好。`, button: '去写进展', url: wishPage(claim.wish_id) }
  }
  if (home.unread) return { title: `您有 ${home.unread} 条新消息`, text: '看看有没有要办的事。', button: '看消息', url: '/account/inbox/inbox' }
  if (claim) return { title: `「${claim.title}」在您手上`, text: `${dates.timeLeft(claim.progress_due_at, now)}内写一句进展。`, button: '看一看', url: wishPage(claim.wish_id) }
  if (!me.is_bound && !me.has_request_waiting) {
    return { title: '有难处，说一声；有余力，帮一把', text: '看看邻里的微心愿，也可以许一个自己的。', button: '看看微心愿', url: '/pages/wall/wall' }
  }
  if (session.hasSeat(me)) return { title: '今天没有等您办的事', text: '有新的心愿或申请会出现在这里。', button: '看看微心愿', url: '/pages/wall/wall' }
  if (me.standing === 'resident') return { title: '有什么需要帮忙的？', text: '小事也可以说，村里核实后会有人来帮。', button: '许个微心愿', url: '/wishes/make/make' }
  return { title: '今天可以帮谁一把？', text: '挑一个力所能及的微心愿。', button: '看看微心愿', url: '/pages/wall/wall' }
}

const wishPage = (/** @type {number} */ id) => `/wishes/wish/wish?id=${id}`

module.exports = { oneThing, seatRows }
