// @ts-check
// A day and two times of the clock, as forms ask for them, and the instants they mean in Shanghai.
const SHANGHAI = 8 * 3600 * 1000
const two = (/** @type {number} */ number) => String(number).padStart(2, '0')

/** 2026-11-28. */
function dayOf(/** @type {string|number} */ instant) {
  return new Date(new Date(instant).getTime() + SHANGHAI).toISOString().slice(0, 10)
}

/** 09:00. */
function clockOf(/** @type {string|number} */ instant) {
  return new Date(new Date(instant).getTime() + SHANGHAI).toISOString().slice(11, 16)
}

const instant = (/** @type {string} */ day, /** @type {string} */ clock) => `${day}T${clock}:00+08:00`

/** So many hours later by the clock, at the latest just before midnight. */
function later(/** @type {string} */ clock, /** @type {number} */ hours) {
  const [hour, minute] = clock.split(':').map(Number)
  return hour + hours > 23 ? '23:59' : `${two(hour + hours)}:${two(minute)}`
}

/** What is wrong with them, by field. */
function faults(/** @type {{day: string, from: string, to: string}} */ form, now = Date.now()) {
  if (!form.day || !form.from || !form.to) return { day: '请选择日期和时间' }
  if (form.to <= form.from) return { day: '结束要在开始之后' }
  return Date.parse(instant(form.day, form.to)) <= now ? { day: '这个时间已经过了' } : {}
}

/** The backend names the instants; a form has one field for them. */
const named = (/** @type {Record<string, string>} */ fields) => ({ ...fields, ...((fields.starts_at || fields.ends_at) && { day: fields.starts_at || fields.ends_at }) })

module.exports = { dayOf, clockOf, instant, later, faults, named }
