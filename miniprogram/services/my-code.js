// @ts-check
// One's own code, for the secretary to scan. It lives for hours and is kept on the phone: at the door there may be
// no signal. It is the phone owner's: while the phone acts for an elder (utils/acting.js) there is none.
const acting = require('../utils/acting')
const request = require('./request')

const STORE = 'my-code'

/** @typedef {{code: string, expires_at: string, next_at: string}} Code */

/** The code kept on this phone, if it still opens the door. @returns {Code|null} */
function kept(now = Date.now()) {
  const code = !acting.current() && wx.getStorageSync(STORE)
  return code && Date.parse(code.expires_at) > now ? code : null
}

/** A fresh code, kept for later. @returns {Promise<Code>} */
async function renew() {
  const code = await request.get('/me/code')
  wx.setStorageSync(STORE, code)
  return code
}

/** Have a code at hand before it is needed; without network the one that is there must do. */
async function haveReady(now = Date.now()) {
  if (acting.current()) return
  const code = kept(now)
  if (!code || Date.parse(code.next_at) <= now) await renew().catch(() => {})
}

const forget = () => wx.removeStorageSync(STORE)

module.exports = { kept, renew, haveReady, forget }
