// @ts-check
// Dates as people say them: 今天 15:00, 周六上午, 11月28日. Always Shanghai's, whatever the phone is set to.
const DAY = 24 * 3600 * 1000
const SHANGHAI = 8 * 3600 * 1000
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']
const NEAR = new Map([[-1, '昨天'], [0, '今天'], [1, '明天'], [2, '后天']])

/** @typedef {string|number} Instant ISO 8601 with offset, or milliseconds */

/** The clock on the wall in Shanghai, to be read with getUTC…(). */
const wallClock = (/** @type {Instant} */ instant) => new Date(new Date(instant).getTime() + SHANGHAI)
const dayNumber = (/** @type {Instant} */ instant) => Math.floor(wallClock(instant).getTime() / DAY)

/** 今天, 周六, 11月28日, 2027年1月3日. */
function day(/** @type {Instant} */ instant, now = Date.now()) {
  const then = wallClock(instant)
  const away = dayNumber(instant) - dayNumber(now)
  const near = NEAR.get(away)
  if (near) return near
  if (away > 0 && away < 7) return WEEKDAYS[then.getUTCDay()]
  const date = `${then.getUTCMonth() + 1}月${then.getUTCDate()}日`
  return then.getUTCFullYear() === wallClock(now).getUTCFullYear() ? date : `${then.getUTCFullYear()}年${date}`
}

/** 15:00. */
function time(/** @type {Instant} */ instant) {
  const then = wallClock(instant)
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0')
  return `${two(then.getUTCHours())}:${two(then.getUTCMinutes())}`
}

/** 今天 15:00. */
const dayAndTime = (/** @type {Instant} */ instant, now = Date.now()) => `${day(instant, now)} ${time(instant)}`

/** 周六 09:00–11:00; 周六 19:00 至次日 06:00; 周六 09:00 至 12月1日 17:00. */
function span(/** @type {Instant} */ starts, /** @type {Instant} */ ends, now = Date.now()) {
  const nights = dayNumber(ends) - dayNumber(starts)
  const until = nights === 0 ? `–${time(ends)}` : nights === 1 ? ` 至次日 ${time(ends)}` : ` 至 ${dayAndTime(ends, now)}`
  return dayAndTime(starts, now) + until
}

/** 周六上午. */
function dayAndHalf(/** @type {Instant} */ instant, now = Date.now()) {
  const hour = wallClock(instant).getUTCHours()
  return day(instant, now) + (hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上')
}

/** Whole days from today until then: 0 today, negative when past. */
const daysUntil = (/** @type {Instant} */ instant, now = Date.now()) => dayNumber(instant) - dayNumber(now)

/** 还有 3 天, 明天到期, 今天到期, 已过期. */
function timeLeft(/** @type {Instant} */ instant, now = Date.now()) {
  const days = daysUntil(instant, now)
  if (days < 0) return '已过期'
  if (days === 0) return '今天到期'
  return days === 1 ? '明天到期' : `还有 ${days} 天`
}

/** 早上好, 下午好, 晚上好. */
function greeting(now = Date.now()) {
  const hour = wallClock(now).getUTCHours()
  if (hour < 5 || hour >= 18) return '晚上好'
  return hour < 11 ? '早上好' : hour < 13 ? '中午好' : '下午好'
}

/** 2 小时, 1 小时 30 分, 45 分. */
function duration(/** @type {number} */ minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours ? `${hours} 小时` : '', rest || !hours ? `${rest} 分` : ''].filter(Boolean).join(' ')
}

module.exports = { day, time, dayAndTime, span, duration, dayAndHalf, daysUntil, timeLeft, greeting }
