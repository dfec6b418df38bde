// @ts-check
// The branch's fixed day as its form has it, and as the API takes it.
const EMPTY = { way: 'weekday', monthDay: '5', week: 1, weekday: 5, from: '09:00', minutes: '120', place: '', organisation: {} }
const WEEKS = [1, 2, 3, 4, 5].map((value) => ({ value, name: value === 5 ? '最后一个' : `第${'一二三四'[value - 1]}个` }))
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, name: `周${'一二三四五六日'[value - 1]}` }))

/** From November on it is next year that wants to be planned. */
function yearToPlan(now = Date.now()) {
  const local = new Date(now + 8 * 3600 * 1000)
  return local.getUTCMonth() >= 10 ? local.getUTCFullYear() + 1 : local.getUTCFullYear()
}

const asForm = (/** @type {any} */ fixed) => ({
  ...EMPTY,
  ...(fixed.month_day ? { way: 'day', monthDay: String(fixed.month_day) } : { way: 'weekday', week: fixed.week, weekday: fixed.weekday }),
  from: fixed.starts,
  minutes: String(fixed.minutes),
  place: fixed.place,
})

const asBody = (/** @type {any} */ form) => ({
  ...(form.way === 'day' ? { month_day: Number(form.monthDay) } : { week: form.week, weekday: form.weekday }),
  starts: form.from,
  minutes: Number(form.minutes),
  place: form.place.trim(),
})

function faults(/** @type {any} */ form) {
  const day = Number(form.monthDay)
  const minutes = Number(form.minutes)
  return {
    ...(form.way === 'day' && !(day >= 1 && day <= 31) && { month_day: '请写 1 到 31' }),
    ...(!(minutes >= 15 && minutes <= 720) && { minutes: '15 到 720 分钟' }),
  }
}

module.exports = { EMPTY, WEEKS, WEEKDAYS, yearToPlan, asForm, asBody, faults }
