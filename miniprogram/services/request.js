// @ts-check
// The only place that calls wx.request.
//
// - A session that ended is renewed once, silently, and the call repeated.
// - A broken network is tried again twice, each time after a longer pause.
// - Every command carries the key of its act (keys.js), so that none of this can do anything twice.
const { apiBase } = require('../config')
const errors = require('./errors')
const keys = require('./keys')
const token = require('./token')

const TIMEOUT = 15000
const PAUSES = [500, 1500]
const BROKEN = [502, 504]
// Nothing may have happened yet, or nobody knows: the next try is still the same act.
const UNSETTLED = [401, 429, 500, 502, 503, 504]

/** @typedef {'GET'|'POST'|'PUT'|'PATCH'|'DELETE'} Method */
/** @typedef {{status: number, data: any}} Answer */

let pause = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

/** One exchange with the backend; rejects when there was none. @returns {Promise<Answer>} */
function exchange(/** @type {Method} */ method, /** @type {string} */ path, /** @type {any} */ data, /** @type {any} */ header) {
  return new Promise((answered, failed) => {
    wx.request({
      url: apiBase() + path,
      method: /** @type {any} */ (method),
      data,
      header,
      timeout: TIMEOUT,
      success: (answer) => answered({ status: answer.statusCode, data: answer.data }),
      fail: () => failed(errors.noNetwork()),
    })
  })
}

/** Exchange, and again when the line broke. @returns {Promise<Answer>} */
async function exchangeStubbornly(/** @type {Method} */ method, /** @type {string} */ path, /** @type {any} */ data, /** @type {any} */ header) {
  for (const milliseconds of PAUSES) {
    try {
      const answer = await exchange(method, path, data, header)
      if (!BROKEN.includes(answer.status)) return answer
    } catch (error) {
      // Tried again below; the last try tells.
    }
    await pause(milliseconds)
  }
  return exchange(method, path, data, header)
}

/** @type {Promise<any>|null} */
let loggingIn = null

/** Open a session with a fresh login code; calls at the same time share it. @returns {Promise<any>} */
function logIn() {
  loggingIn = loggingIn || openSession().finally(() => (loggingIn = null))
  return loggingIn
}

async function openSession() {
  const { code } = await wx.login().catch(() => Promise.reject(errors.noNetwork()))
  const answer = await exchangeStubbornly('POST', '/session', { code }, {})
  if (answer.status !== 200) throw errors.refusal(answer.data)
  token.save(answer.data.token)
  return answer.data.person
}

/** Call the backend as the person who is logged in. */
async function request(/** @type {Method} */ method, /** @type {string} */ path, /** @type {any} */ data) {
  if (token.isLoggedOut()) throw errors.loggedOut()
  const isCommand = method !== 'GET'
  const act = `${method} ${path} ${JSON.stringify(data || {})}`
  const extra = isCommand ? { 'Idempotency-Key': keys.keyFor(act) } : {}
  const ask = () => exchangeStubbornly(method, path, data, { ...extra, Authorization: `Bearer ${token.read()}` })
  if (!token.read()) await logIn()
  let answer = await ask()
  if (answer.status === 401) {
    await logIn()
    answer = await ask()
  }
  if (isCommand && !UNSETTLED.includes(answer.status)) keys.settle(act)
  if (answer.status >= 400) throw errors.refusal(answer.data)
  return answer.data
}

/** `{a: 1, b: undefined}` → `?a=1` */
function query(/** @type {Record<string, any>} */ values) {
  const parts = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return parts.length ? `?${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}` : ''
}

module.exports = {
  get: (/** @type {string} */ path, /** @type {Record<string, any>} */ values = {}) => request('GET', path + query(values), undefined),
  post: (/** @type {string} */ path, /** @type {any} */ body = {}) => request('POST', path, body),
  put: (/** @type {string} */ path, /** @type {any} */ body) => request('PUT', path, body),
  patch: (/** @type {string} */ path, /** @type {any} */ body) => request('PATCH', path, body),
  del: (/** @type {string} */ path) => request('DELETE', path, undefined),
  logIn,
  /** For tests: how to wait between two tries. */
  setPause: (/** @type {typeof pause} */ other) => (pause = other),
}
