// @ts-check
// An event as people read it: its card, its facts, its posts, how I stand to it and what I can do.
const dates = require('./dates')

/** @typedef {Record<string, any>} Event as the API answers it */

const MODES = { roll_call: '到场由组织的人点名', scan: '到场扫码签到', scan_in_out: '到场扫码签到，走时扫码签退' }
const AUDIENCES = { everyone: '', members: '党员', organisation: '本单位的党员群众', alliance: '联盟成员单位的党员群众' }

const isOver = (/** @type {Event} */ event, /** @type {number} */ now) => Date.parse(event.ends_at) <= now
const hasStarted = (/** @type {Event} */ event, /** @type {number} */ now) => Date.parse(event.starts_at) <= now

/** Places free for whoever comes now: where somebody waits, none. */
const freeAt = (/** @type {any} */ post) => (post.waiting ? 0 : Math.max(post.capacity - post.confirmed, 0))
const sum = (/** @type {any[]} */ posts, /** @type {(post: any) => number} */ of) => posts.reduce((total, post) => total + of(post), 0)

function placesLeft(/** @type {any[]} */ posts) {
  const free = sum(posts, freeAt)
  if (free) return `还有 ${free} 个名额`
  const waiting = sum(posts, (post) => post.waiting)
  return waiting ? `名额已满，${waiting} 人候补` : '名额已满，可以候补'
}

/** How the event stands for me, in a word and a tone. */
function stateOf(/** @type {Event} */ event, now = Date.now()) {
  const { mine } = event
  if (event.status === 'cancelled') return { name: '已取消', tone: 'grey' }
  if (event.status !== 'open') return { name: event.status === 'draft' ? '草稿' : '等您再看一遍', tone: 'grey' } // its seats alone see it
  if (mine && mine.can_check_in) return { name: '可以签到', tone: 'red' }
  if (mine && mine.can_check_out) return { name: '已签到', tone: 'green' }
  if (mine && mine.attendance) return mine.attendance === 'attended' ? { name: '已参加', tone: 'green' } : { name: '没有到', tone: 'grey' }
  if (isOver(event, now)) return { name: '已结束', tone: 'grey' }
  if (mine && mine.must_decide && !hasStarted(event, now)) return { name: '有变动，等您选', tone: 'gold' }
  if (mine && mine.status === 'waiting') return hasStarted(event, now) ? { name: '没有排到', tone: 'grey' } : { name: `候补第 ${mine.position} 位`, tone: 'gold' }
  if (mine) return { name: '已报名', tone: 'green' }
  if (event.can_sign_up) return sum(event.posts, freeAt) ? { name: '可报名', tone: 'red' } : { name: '可候补', tone: 'gold' }
  if (Date.parse(event.opens_at) > now) return { name: '未开始报名', tone: 'grey' }
  return Date.parse(event.closes_at) <= now ? { name: '报名已截止', tone: 'grey' } : { name: '限定人员', tone: 'grey' }
}

/** What the card needs: what, when and where, how many places, what I can do now. */
function asCard(/** @type {Event} */ event, now = Date.now()) {
  const isOpen = event.status === 'open' && !hasStarted(event, now)
  return {
    id: event.id,
    title: event.title,
    when: dates.span(event.starts_at, event.ends_at, now),
    place: event.place,
    host: event.organisation.name,
    places: isOpen ? placesLeft(event.posts) : '',
    state: stateOf(event, now),
    whyNot: isOpen && event.why_not ? event.why_not : '',
  }
}

/** What is fixed about an event, for the rows of its page. */
function factsOf(/** @type {Event} */ event, now = Date.now()) {
  const isEarly = event.closes_at !== event.starts_at && Date.parse(event.closes_at) > now
  return [
    { name: '时间', text: dates.span(event.starts_at, event.ends_at, now) },
    { name: '地点', text: event.place },
    { name: '主办', text: event.organisation.name },
    event.audience !== 'everyone' && { name: '面向', text: AUDIENCES[/** @type {keyof typeof AUDIENCES} */ (event.audience)] },
    (event.min_age !== null || event.max_age !== null) && { name: '年龄', text: ages(event) },
    { name: '签到', text: MODES[/** @type {keyof typeof MODES} */ (event.attendance_mode)] },
    isEarly && { name: '截止', text: `${dates.dayAndTime(event.closes_at, now)} 停止报名` },
    Date.parse(event.cancel_by) > now && { name: '取消', text: `${dates.dayAndTime(event.cancel_by, now)} 前可以随时取消` },
  ].filter(Boolean)
}

function ages(/** @type {Event} */ { min_age: least, max_age: most }) {
  if (least === null) return `不超过 ${most} 周岁`
  return most === null ? `年满 ${least} 周岁` : `${least} 到 ${most} 周岁`
}

/** The posts, each with what is left of it. */
function postsOf(/** @type {Event} */ event) {
  return event.posts.map((/** @type {any} */ post) => ({
    id: post.id,
    name: post.name,
    needs: post.needs,
    whyNot: post.why_not || '',
    isFull: !freeAt(post),
    left: placesLeft([post]),
    isMine: Boolean(event.mine && event.mine.post_id === post.id),
  }))
}

/** How I stand to it and what comes next; null when I have nothing to do with it. */
function mineOf(/** @type {Event} */ event, now = Date.now()) {
  const { mine } = event
  if (event.status === 'cancelled') return { tone: 'gold', title: '这次活动取消了，不用再来', text: event.reason ? `原因：${event.reason}` : '' }
  if (!mine) return null
  if (mine.can_check_in) return { tone: 'red', title: '可以签到了', text: '到了现场，扫屏幕或墙上的码。不方便扫的，请组织的人登记，一样算数。' }
  if (mine.attendance) return attended(mine)
  if (hasStarted(event, now)) return begun(event, now)
  if (mine.must_decide) return { tone: 'gold', title: '时间或地点变了，您还去吗？', text: `现在是${dates.span(event.starts_at, event.ends_at, now)}，${event.place}。不去了也没关系，不算临时取消。` }
  if (mine.status === 'waiting') return { tone: 'gold', title: `候补第 ${mine.position} 位`, text: '有人取消就按顺序递补，轮到您会写进消息。', canRemind: true }
  return { ...placed(event, now), canRemind: true }
}

/** When it has begun: nobody moves up, decides or is reminded any more. */
function begun(/** @type {Event} */ event, /** @type {number} */ now) {
  if (event.mine.status === 'waiting') return { tone: 'gold', title: '没有排到名额', text: '谢谢您愿意来，看看别的活动吧。' }
  if (isOver(event, now)) return { tone: 'green', title: '您报了名', text: '组织的人登记后，服务时长会记到您名下。' }
  return placed(event, now)
}

const placed = (/** @type {Event} */ event, /** @type {number} */ now) => ({
  tone: 'green',
  title: '您已报上名',
  text: `${dates.dayAndTime(event.starts_at, now)}在${event.place}见。${party(event.mine)}`,
})
const party = (/** @type {any} */ mine) => (mine.seats > 1 ? `连您一共 ${mine.seats} 个人。` : '')

function attended(/** @type {any} */ mine) {
  if (mine.attendance === 'absent') return { tone: 'gold', title: '这次记为没有到', text: '记错了请打电话给书记更正。' }
  const from = mine.checked_in_at ? `${dates.time(mine.checked_in_at)} 到` : ''
  if (mine.can_check_out) return { tone: 'green', title: `已签到 ${dates.time(mine.checked_in_at)}`, text: '走的时候再扫一次码签退，服务时长才算得准。' }
  const until = mine.checked_out_at ? `${dates.time(mine.checked_out_at)} 走` : mine.is_end_assumed ? '没有签退，时长按计划的结束时间算' : ''
  return { tone: 'green', title: '您参加了，谢谢', text: [from, until].filter(Boolean).join('，') }
}

/** What can be done now: one main act, the others quiet. */
function actsOn(/** @type {Event} */ event, now = Date.now()) {
  const { mine } = event
  const isAhead = event.status === 'open' && !hasStarted(event, now)
  const isHeld = Boolean(mine && !mine.attendance && isAhead)
  return {
    signUp: event.can_sign_up,
    bringOthers: event.can_sign_up && event.companion_limit > 0,
    keep: isHeld && mine.must_decide,
    checkIn: Boolean(mine && mine.can_check_in),
    checkOut: Boolean(mine && mine.can_check_out),
    cancel: isHeld,
    share: isAhead && !event.is_restricted,
    run: event.can_run,
  }
}

/** What cancelling would mean now. */
function cancelWords(/** @type {Event} */ event, now = Date.now()) {
  const { mine } = event
  if (mine.must_decide) return '名额马上让给候补的人。时间地点变了才不去的，不算临时取消。'
  if (mine.status === 'waiting') return '您会退出排队；再报名要从最后排起。'
  if (Date.parse(event.cancel_by) > now) return '名额马上让给候补的人；再报名要从最后排起。'
  return '离开始很近了，会记一次临时取消。实在去不了没关系，早说一声，别人好补上。'
}

/** What to say when the sign-up is through. */
function signedUpWords(/** @type {any} */ done, /** @type {Event} */ event, now = Date.now()) {
  if (done.status === 'waiting') return { title: `名额已满，您排第 ${done.position} 位`, content: '有人取消就按顺序递补，轮到您会写进消息。' }
  return { title: '报名成功', content: `${dates.dayAndTime(event.starts_at, now)}在${event.place}见。去不了请早点取消，让给后面的人。` }
}

module.exports = { asCard, factsOf, postsOf, mineOf, actsOn, cancelWords, signedUpWords }
