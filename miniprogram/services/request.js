// @ts-check
// The only place that calls wx.request and wx.uploadFile.
//
// - A session that ended is renewed once, silently, and the call repeated.
// - A broken network is tried again twice, each time after a longer pause.
// - What is done for an elder says so (utils/acting.js).
// - Every command carries the key of its act (keys.js), so that none of this can do anything twice.
const { apiBase } = require('../config')
const acting = require('../utils/acting')
const errors = require('./errors')
const keys = require('./keys')
const token = require('./token')

const TIMEOUT = 15000
const UPLOAD_TIMEOUT = 60000 // a photo on a weak line
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

/** Send a file as a form; the same answer as from an exchange. @returns {Promise<Answer>} */
function send(/** @type {string} */ path, /** @type {string} */ filePath, /** @type {any} */ formData, /** @type {any} */ header, /** @type {(percent: number) => void} */ onProgress) {
  return new Promise((answered, failed) => {
    const task = wx.uploadFile({
      url: apiBase() + path,
      filePath,
      name: 'file',
      formData,
      header,
      timeout: UPLOAD_TIMEOUT,
      success: (answer) => answered({ status: answer.statusCode, data: parsed(answer.data) }),
      fail: () => failed(errors.noNetwork()),
    })
    task.onProgressUpdate(({ progress }) => onProgress(progress))
  })
}

/** WeChat hands over what an upload was answered as text. */
function parsed(/** @type {string} */ text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    return null
  }
}

/** Try, and again when the line broke. @returns {Promise<Answer>} */
async function stubbornly(/** @type {() => Promise<Answer>} */ attempt) {
  for (const milliseconds of PAUSES) {
    try {
      const answer = await attempt()
      if (!BROKEN.includes(answer.status)) return answer
    } catch (error) {
      // Tried again below; the last try tells.
    }
    await pause(milliseconds)
  }
  return attempt()
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
  const answer = await stubbornly(() => exchange('POST', '/session', { code }, {}))
  if (answer.status !== 200) throw errors.refusal(answer.data)
  token.save(answer.data.token)
  return answer.data.person
}

/** Whoever is logged in, or is logged in anew, tries; `attempt` gets the header that says who. */
async function asMyself(/** @type {(header: Record<string, string>) => Promise<Answer>} */ attempt) {
  if (token.isLoggedOut()) throw errors.loggedOut()
  const elder = acting.current()
  const ask = () => stubbornly(() => attempt({ Authorization: `Bearer ${token.read()}`, ...(elder && { 'X-Acting-For': String(elder.id) }) }))
  if (!token.read()) await logIn()
  const answer = await ask()
  if (answer.status !== 401) return answer
  await logIn()
  return ask()
}

/** Call the backend as the person who is logged in; text that WeChat doubts goes only once its writer says so. */
async function request(/** @type {Method} */ method, /** @type {string} */ path, /** @type {any} */ data, /** @type {string|undefined} */ key = undefined) {
  try {
    return await call(method, path, data, key)
  } catch (error) {
    const { code, message } = /** @type {any} */ (error)
    if (code !== 'text_held' || !(await isReleased(message))) throw error
    return call(method, path, { ...data, is_released: true })
  }
}

/** The text was read again and a person answers for it. */
async function isReleased(/** @type {string} */ message) {
  const { confirm } = await wx.showModal({ title: '文字要先看', content: message, confirmText: '仍然发布', cancelText: '再改改' })
  return confirm
}

/** `key` comes from whoever keeps the act itself until it is answered. */
async function call(/** @type {Method} */ method, /** @type {string} */ path, /** @type {any} */ data, /** @type {string|undefined} */ key = undefined) {
  const isCommand = method !== 'GET'
  const elder = acting.current()
  const whose = elder ? ` for ${elder.id}` : ''
  const act = `${method} ${path} ${JSON.stringify(data || {})}${whose}`
  const thing = (thingAt(path) || act) + whose
  const extra = isCommand ? { 'Idempotency-Key': key || keys.keyFor(act, thing) } : {}
  const answer = await asMyself((header) => exchange(method, path, data, { ...extra, ...header }))
  const isSettled = !UNSETTLED.includes(answer.status)
  if (isCommand && isSettled) keys.settle(act, thing)
  if (answer.status >= 400) throw Object.assign(refused(answer.data), { isSettled })
  return answer.data
}

/** What an act is about: collection and id. Nothing of `/wishes`: each wish that is made is another thing. */
function thingAt(/** @type {string} */ path) {
  const [thing] = /^\/[^/]+\/[^/]+/.exec(path) || ['']
  return thing
}

/** A proxy that has ended in the meantime ends here as well. */
function refused(/** @type {any} */ data) {
  const refusal = errors.refusal(data)
  if (refusal.code === 'not_proxy') acting.stop()
  return refusal
}

/** Upload a file. It needs no key: the backend knows the same file of the same person again. */
async function upload(/** @type {string} */ path, /** @type {string} */ file, /** @type {any} */ form, /** @type {(percent: number) => void} */ onProgress) {
  const answer = await asMyself((header) => send(path, file, form, header, onProgress))
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
  post: (/** @type {string} */ path, /** @type {any} */ body = {}, /** @type {string|undefined} */ key = undefined) => request('POST', path, body, key),
  put: (/** @type {string} */ path, /** @type {any} */ body) => request('PUT', path, body),
  patch: (/** @type {string} */ path, /** @type {any} */ body) => request('PATCH', path, body),
  del: (/** @type {string} */ path) => request('DELETE', path, undefined),
  upload,
  logIn,
  /** For tests: how to wait between two tries. */
  setPause: (/** @type {typeof pause} */ other) => (pause = other),
}
