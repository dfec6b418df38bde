// @ts-check
// An event as its form has it, and as the API takes it.
const times = require('./times')

const POST = { name: '', capacity: '10', needs: '' }
const EMPTY = { title: '', detail: '', place: '', day: '', from: '09:00', to: '11:00', posts: [POST], attendance_mode: 'roll_call', audience: 'everyone', organisation: {} }
const MODES = [
  { value: 'roll_call', name: '点名' },
  { value: 'scan', name: '扫码签到' },
  { value: 'scan_in_out', name: '签到加签退' },
]
const AUDIENCES = [
  { value: 'everyone', name: '谁都可以' },
  { value: 'members', name: '党员' },
  { value: 'organisation', name: '本村本单位的人' },
]

/** @typedef {Record<string, any>} Form */

const asForm = (/** @type {any} */ event) => ({
  title: event.title,
  detail: event.detail,
  place: event.place,
  day: times.dayOf(event.starts_at),
  from: times.clockOf(event.starts_at),
  to: times.clockOf(event.ends_at),
  posts: event.posts.map((/** @type {any} */ post) => ({ id: post.id, name: post.name, capacity: String(post.capacity), needs: post.needs })),
  attendance_mode: event.attendance_mode,
  audience: event.audience,
})

const postBody = (/** @type {any} */ post) => ({ ...(post.id && { id: post.id }), name: post.name.trim(), capacity: Number(post.capacity), needs: post.needs.trim() })

const asBody = (/** @type {Form} */ form) => ({
  title: form.title.trim(),
  detail: form.detail.trim(),
  place: form.place.trim(),
  starts_at: times.instant(form.day, form.from),
  ends_at: times.instant(form.day, form.to),
  posts: form.posts.map(postBody),
  attendance_mode: form.attendance_mode,
  audience: form.audience,
  ...(form.organisation.id && { organisation_id: form.organisation.id }),
})

const sameInstant = (/** @type {string} */ one, /** @type {string} */ other) => Date.parse(one) === Date.parse(other)

/** Another time or place asks everyone signed up to decide anew. */
function hasMoved(/** @type {any} */ before, /** @type {Form} */ form) {
  const now = asBody(form)
  return !sameInstant(before.starts_at, now.starts_at) || !sameInstant(before.ends_at, now.ends_at) || before.place !== now.place
}

/** The changed fields and posts alone. */
function changed(/** @type {any} */ before, /** @type {Form} */ form) {
  const now = asBody(form)
  const old = new Map(before.posts.map((/** @type {any} */ post) => [post.id, post]))
  const posts = now.posts.filter((/** @type {any} */ post) => {
    const was = old.get(post.id)
    return !was || was.name !== post.name || was.capacity !== post.capacity || was.needs !== post.needs
  })
  return {
    ...(now.title !== before.title && { title: now.title }),
    ...(now.detail !== before.detail && { detail: now.detail }),
    ...(now.place !== before.place && { place: now.place }),
    ...(!sameInstant(now.starts_at, before.starts_at) && { starts_at: now.starts_at, ends_at: now.ends_at }),
    ...(!sameInstant(now.ends_at, before.ends_at) && { ends_at: now.ends_at }),
    ...(posts.length && { posts }),
  }
}

function faults(/** @type {Form} */ form, /** @type {boolean} */ asksOrganisation) {
  const badPost = form.posts.findIndex((/** @type {any} */ post) => !post.name.trim() || !(Number(post.capacity) >= 1))
  const names = form.posts.map((/** @type {any} */ post) => post.name.trim())
  return {
    ...(asksOrganisation && !form.organisation.id && { organisation_id: '请选择是哪个村或单位' }),
    ...(!form.title.trim() && { title: '请写个名称' }),
    ...times.faults(/** @type {any} */ (form)),
    ...(!form.place.trim() && { place: '请写在哪里集合' }),
    ...(badPost >= 0 ? { posts: '每个岗位都要写名称和人数' } : new Set(names).size !== names.length && { posts: '岗位名称不能一样' }),
  }
}

/** The backend names the instants; the form has one field for them. */

module.exports = { POST, EMPTY, MODES, AUDIENCES, asForm, asBody, changed, hasMoved, faults }
