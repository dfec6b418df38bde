// @ts-check
// A notice as its sender reads it.
const dates = require('../../utils/dates')

const STATES = {
  held: '文字要先看',
  awaiting_approval: '等人复核',
  returned: '退回修改',
  scheduled: '等着发',
  paused: '暂停，等您决定',
  expanding: '正在发',
  sent: '已发出',
  cancelled: '没有发',
  withdrawn: '已撤回',
  corrected: '已更正',
}
const TONES = { held: 'gold', awaiting_approval: 'gold', returned: 'gold', paused: 'gold', scheduled: 'blue', expanding: 'blue', sent: 'green' }

const WAITING = ['held', 'awaiting_approval', 'returned', 'scheduled', 'paused']
/** What becomes of it when somebody lets it go. */
const SAID = {
  held: '微信拿不准这段文字，请再读一遍',
  awaiting_approval: '还要另一位同志复核，通过后就发',
  scheduled: '定好了，到时间自动发',
  expanding: '发出去了',
  sent: '发出去了',
}

/** Whether it waits for a time to come; without one it goes as soon as nobody need look at it any more. */
const isPlanned = (/** @type {any} */ notice, /** @type {number} */ now) => WAITING.includes(notice.status) && Date.parse(notice.send_at) > now

function asRow(/** @type {any} */ notice, now = Date.now()) {
  const at = (/** @type {string} */ instant, /** @type {string} */ what) => `${dates.dayAndTime(instant, now)}${what}`
  const sent = notice.sent_at ? at(notice.sent_at, '发出') : isPlanned(notice, now) ? at(notice.send_at, '发') : at(notice.created_at, '写')
  return {
    id: notice.id,
    title: notice.title,
    body: notice.body,
    when: `${sent} · ${notice.author || (notice.organisation ? notice.organisation.name : '')}`,
    urgent: notice.urgent,
    state: STATES[/** @type {keyof typeof STATES} */ (notice.status)] || notice.status,
    tone: TONES[/** @type {keyof typeof TONES} */ (notice.status)] || 'grey',
  }
}

/** Whom it goes to and, until it is out, how many that is and when. */
function factsOf(/** @type {any} */ notice, now = Date.now()) {
  return [
    { name: '发给', text: notice.audience.in_words },
    notice.people !== null && { name: '人数', text: `${notice.people} 人` },
    WAITING.includes(notice.status) && { name: '时间', text: isPlanned(notice, now) ? `${dates.dayAndTime(notice.send_at, now)} 发` : '定下来就马上发' },
  ].filter(Boolean)
}

/** What letting it go will mean, in numbers, before it happens. */
function questionOf(/** @type {any} */ notice, /** @type {'release'|'approve'} */ way, now = Date.now()) {
  const isLater = isPlanned(notice, now)
  const mine = way === 'approve' ? '通过以后，和写的人一样由您负责。' : '您看过这段文字，由您负责发出，会留在操作记录里。'
  return {
    title: notice.people === null ? '发出去' : `发给 ${notice.people} 个人`,
    content: `发给${notice.audience.in_words}，${isLater ? `${dates.dayAndTime(notice.send_at, now)} 发` : '马上发'}。${mine}`,
    confirmText: isLater ? '定时发' : '发出去',
  }
}

/** What to say when it has been let go. */
function saidOf(/** @type {keyof typeof SAID} */ status, /** @type {'release'|'approve'} */ way) {
  return `${way === 'approve' ? '复核通过，' : ''}${SAID[status]}`
}

/** What the person must know before they decide; empty when there is nothing to decide. */
function adviceOf(/** @type {any} */ notice) {
  const said = notice.reason ? `：${notice.reason}` : ''
  const words = {
    held: '微信对这段文字拿不准，请您读一遍再决定。',
    paused: '定这条通知的人换岗了，请您决定还发不发。',
    awaiting_approval: notice.is_mine ? '要发给很多人，先请另一位同志复核，通过后就发。' : '要发给很多人，请您复核时间、地点和说法。',
    returned: `复核的人退回了${said}`,
    withdrawn: `已经撤回${said}`,
  }
  return words[/** @type {keyof typeof words} */ (notice.status)] || ''
}

/** What can be done with it now. */
const actsOn = (/** @type {any} */ notice) => ({
  release: ['held', 'paused'].includes(notice.status),
  approve: notice.status === 'awaiting_approval' && !notice.is_mine,
  rewrite: notice.status === 'returned' && notice.is_mine,
  takeBack: ['held', 'paused', 'scheduled', 'returned', 'awaiting_approval'].includes(notice.status) && (notice.is_mine || notice.status !== 'awaiting_approval'),
  withdraw: ['sent', 'expanding'].includes(notice.status),
})

/** The head-count before sending: the sum in large, its three parts in words. */
const partsOf = (/** @type {any} */ count) => [
  { name: '微信会响', count: count.reachable_by_wechat },
  { name: '只进消息', count: count.inbox_only },
  { name: '要打电话', count: count.unbound },
]

/** The report's six parts, those that are not empty. */
const reportOf = (/** @type {any} */ report) =>
  [
    { name: '微信送达', count: report.delivered },
    { name: '只进消息', count: report.inbox_only },
    { name: '没有绑定微信', count: report.unbound },
    { name: '没送成', count: report.failed },
    { name: '不确定', count: report.unknown },
    { name: '正在发', count: report.pending },
  ].filter((each) => each.count)

module.exports = { asRow, factsOf, questionOf, saidOf, adviceOf, actsOn, partsOf, reportOf }
