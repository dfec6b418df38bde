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

function asRow(/** @type {any} */ notice, now = Date.now()) {
  const isPlanned = notice.status === 'scheduled' && notice.send_at
  const at = (/** @type {string} */ instant, /** @type {string} */ what) => `${dates.dayAndTime(instant, now)}${what}`
  const sent = notice.sent_at ? at(notice.sent_at, '发出') : isPlanned ? at(notice.send_at, '发') : at(notice.created_at, '写')
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

module.exports = { asRow, adviceOf, actsOn, partsOf, reportOf }
