// @ts-check
// A Party day as a member reads it: its card, its facts, my line on the sheet and what I can do.
const dates = require('./dates')

/** @typedef {Record<string, any>} PartyDay as the API answers it */

const STATES = {
  not_yet: '未签',
  present: '实到',
  online: '线上参加',
  on_leave: '请假',
  absent: '未到',
  made_up: '已补学',
  taught_at_home: '上门送学',
  exempt: '不计应到',
  observer: '列席',
}
const TONES = { present: 'green', online: 'green', made_up: 'green', taught_at_home: 'green', on_leave: 'gold', absent: 'gold', observer: 'blue' }
const KINDS = {
  party_day: '主题党日',
  members_meeting: '党员大会',
  election: '党员大会（选举）',
  lecture: '党课',
  committee_meeting: '支委会',
  group_meeting: '党小组会',
  life_meeting: '组织生活会',
}
const WAYS = { scan: '扫现场的码，或由书记点名', roll_call: '由书记点名', both: '扫现场的码，或由书记点名' }

const hasStarted = (/** @type {PartyDay} */ day, /** @type {number} */ now) => Date.parse(day.starts_at) <= now
const isOver = (/** @type {PartyDay} */ day, /** @type {number} */ now) => Date.parse(day.ends_at) <= now
const isMissed = (/** @type {any} */ mine) => ['absent', 'on_leave'].includes(mine.status)

const kindOf = (/** @type {PartyDay} */ day) => KINDS[/** @type {keyof typeof KINDS} */ (day.kind)] || '支部会议'

/** What the sheet says of a line, in a word; the phone shows a state it does not know yet as it is named. */
const lineState = (/** @type {string} */ status) => STATES[/** @type {keyof typeof STATES} */ (status)] || status

/** How it stands for me, in a word and a tone. */
function stateOf(/** @type {PartyDay} */ day, now = Date.now()) {
  const { mine } = day
  if (day.status === 'cancelled') return { name: '已取消', tone: 'grey' }
  if (day.status === 'draft') return { name: '草稿', tone: 'grey' } // its seats alone see it
  if (!mine) return { name: isOver(day, now) ? '已结束' : '支部的党日', tone: 'grey' }
  if (mine.can_check_in) return { name: '可以签到', tone: 'red' }
  if (mine.checked_in_at && mine.status === 'present') return { name: `已签到 ${dates.time(mine.checked_in_at)}`, tone: 'green' }
  if (mine.status === 'not_yet' && mine.leave && !hasStarted(day, now)) return mine.leave.status === 'asked' ? { name: '请假待批', tone: 'gold' } : { name: '请假没批', tone: 'gold' }
  if (mine.status === 'not_yet' && !hasStarted(day, now)) return { name: '等您参加', tone: 'red' }
  return { name: lineState(mine.status), tone: TONES[/** @type {keyof typeof TONES} */ (mine.status)] || 'grey' }
}

function asCard(/** @type {PartyDay} */ day, now = Date.now()) {
  return {
    id: day.id,
    title: day.title,
    when: dates.span(day.starts_at, day.ends_at, now),
    place: day.place || '地点另行通知',
    host: day.organisation.name,
    state: stateOf(day, now),
    needsMakeUp: Boolean(makeUpOf(day, now)),
  }
}

function factsOf(/** @type {PartyDay} */ day, now = Date.now()) {
  const guests = day.sheets.filter((/** @type {any} */ sheet) => sheet.has_joined && sheet.organisation.id !== day.organisation.id)
  return [
    { name: '时间', text: dates.span(day.starts_at, day.ends_at, now) },
    { name: '地点', text: day.place || '另行通知' },
    { name: '主办', text: day.organisation.name },
    guests.length && { name: '联过', text: guests.map((/** @type {any} */ sheet) => sheet.organisation.name).join('、') },
    { name: '类型', text: kindOf(day) },
    { name: '签到', text: WAYS[/** @type {keyof typeof WAYS} */ (day.check_in)] },
  ].filter(Boolean)
}

/** My line in words, with what comes next; null when I am not on the list. */
function mineOf(/** @type {PartyDay} */ day, now = Date.now()) {
  const { mine } = day
  if (day.status === 'cancelled') return { tone: 'gold', title: '这次取消了，不用再来', text: '' }
  if (!mine) return null
  if (mine.can_check_in) return { tone: 'red', title: '可以签到了', text: '到了现场，扫屏幕或墙上的码。不方便扫的，请书记点名，一样算数。' }
  if (mine.checked_in_at && mine.status === 'present') return { tone: 'green', title: `已签到 ${dates.time(mine.checked_in_at)}`, text: '' }
  if (mine.checked_in_at && mine.status === 'observer') return { tone: 'green', title: `列席，已签到 ${dates.time(mine.checked_in_at)}`, text: '' }
  return said(mine.status) || waiting(day, now)
}

/** What the sheet says of me, where nothing depends on the time. */
function said(/** @type {string} */ status) {
  const words = {
    present: { tone: 'green', title: '书记已记您实到', text: '' },
    online: { tone: 'green', title: '已记线上参加', text: '' },
    on_leave: { tone: 'gold', title: '请假已批准', text: '会后请记得补学。' },
    absent: { tone: 'gold', title: '这次没有到', text: '记错了请打电话给书记更正。' },
    made_up: { tone: 'green', title: '已补学', text: '补学已完成，谢谢您。' },
    taught_at_home: { tone: 'green', title: '已上门送学', text: '' },
    exempt: { tone: 'gold', title: '这次您不计应到', text: '能来也欢迎。' },
  }
  return words[/** @type {keyof typeof words} */ (status)]
}

/** Nobody has said anything of me yet, or I sit in. */
function waiting(/** @type {PartyDay} */ day, /** @type {number} */ now) {
  const { leave } = day.mine
  if (leave && !hasStarted(day, now)) {
    if (leave.status === 'asked') return { tone: 'gold', title: '请假等书记批', text: '批了会写进消息。还是能来的话，直接来签到就行。' }
    return { tone: 'gold', title: '请假没有批准', text: leave.decision_reason ? `书记说：${leave.decision_reason}` : '有困难请打电话给书记。' }
  }
  if (isOver(day, now)) return { tone: 'gold', title: '还没有记您到场', text: '您若在场，请打电话给书记补记。' }
  if (hasStarted(day, now)) return { tone: 'gold', title: '到场请书记点名', text: '这次不扫码。' }
  const opens = day.check_in === 'roll_call' ? '到场由书记点名。' : `${dates.dayAndTime(day.opens_at, now)} 开始签到。`
  if (day.mine.status === 'observer') return { tone: 'green', title: '请您列席', text: opens }
  return { tone: 'green', title: '等您来参加', text: `${opens}来不了请提前请假。` }
}

/** The make-up study that waits for me, or for the secretary's word; null without one. */
function makeUpOf(/** @type {PartyDay} */ day, now = Date.now()) {
  const { mine } = day
  if (!mine || !mine.make_up || !isMissed(mine)) return null
  const { due_at: due, handed_in_at: handedIn, note } = mine.make_up
  const lastDay = dates.day(Date.parse(due) - 1000, now)
  if (handedIn) return { title: '体会交上去了', text: '书记看过就算补学；还想改，可以再写一次。', note, isOpen: Date.parse(due) > now }
  if (Date.parse(due) <= now) return { title: '补学的期限过了', text: '请打电话给书记，看怎么补。', note, isOpen: false }
  return { title: `请在${lastDay}前补学`, text: '看完学习内容，写几句体会就行。', note, isOpen: true }
}

/** A poll as it stands, and what answering it means. */
function pollOf(/** @type {any} */ poll) {
  const isOpen = !poll.closed_at
  const open = poll.mine ? '您选过了，结束前还能改。' : '点一个。只看得到各有几个人选，看不到谁选的。'
  return { ...poll, isOpen, hint: isOpen ? open : '征求意见已经结束。' }
}

/** What can be done now. */
function actsOn(/** @type {PartyDay} */ day, now = Date.now()) {
  const { mine } = day
  const task = makeUpOf(day, now)
  const isHandedIn = Boolean(mine && mine.make_up && mine.make_up.handed_in_at)
  const isDoorNear = Boolean(mine && day.status === 'planned' && !isOver(day, now) && dates.daysUntil(day.starts_at, now) <= 0 && !mine.checked_in_at)
  return {
    checkIn: Boolean(mine && mine.can_check_in),
    makeUp: Boolean(task && task.isOpen && !isHandedIn),
    rewrite: Boolean(task && task.isOpen && isHandedIn),
    showCode: isDoorNear,
    leave: Boolean(mine && mine.can_ask_leave && !mine.leave),
    run: day.can_run,
    leaveAgain: Boolean(mine && mine.can_ask_leave && mine.leave),
  }
}

module.exports = { lineState, kindOf, asCard, factsOf, mineOf, makeUpOf, pollOf, actsOn }
