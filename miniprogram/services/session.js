// @ts-check
// Who is using this phone.
const acting = require('../utils/acting')
const elder = require('../utils/elder')
const myCode = require('./my-code')
const request = require('./request')
const token = require('./token')

/** @type {any} */
let person = null
let changes = 0

/** The person, asked once and then remembered. */
async function me() {
  return person || refresh()
}

/**
 * Ask again who I am: after a binding, and whenever the page about me is shown. An answer that was on its way while
 * something was changed is older than the change, and dropped.
 */
async function refresh() {
  const asked = changes
  const heard = await request.get('/me')
  if (asked !== changes && person) return person
  person = heard
  if (acting.current()) return person // whose big text this is, is the helper's own affair
  if (elder.isUnsaved()) person = await change({ elder_mode: elder.isOn() })
  else elder.agree(person.elder_mode)
  return person
}

/** What I set for myself, on all my phones. */
async function change(/** @type {{elder_mode?: boolean, nickname?: string}} */ wanted) {
  person = await request.patch('/me', wanted)
  changes += 1
  elder.agree(person.elder_mode)
  return person
}

/** The person as last heard of; null before the first answer. */
const known = () => person

async function logOut() {
  acting.stop() // the session is one's own: nobody may end it for an elder
  await request.del('/session').catch(() => {}) // gone from this phone in any case
  leave()
  token.setLoggedOut(true)
}

/** From now on this phone is used for somebody else, or for oneself again. */
function actFor(/** @type {import('../utils/acting').Elder|null} */ whom) {
  if (whom) acting.start(whom)
  else acting.stop()
  person = null
  wx.reLaunch({ url: '/pages/home/home' })
}

/** The session has ended: forget who it was. */
function leave() {
  acting.stop()
  token.forget()
  myCode.forget()
  person = null
}

/** Log in again after logging out; does nothing for somebody who is logged in. */
function resume() {
  token.setLoggedOut(false)
}

const SEATS = ['secretary', 'assistant', 'grid_worker', 'township_officer']

/** Whether the person has a seat that looks after a village's wishes and requests. */
const hasSeat = (/** @type {any} */ who) => Boolean(who && who.roles.some((/** @type {any} */ each) => SEATS.includes(each.role)))

/** Whether there are tools for this person: those of a seat, or an alliance's notices. */
const hasTools = (/** @type {any} */ who) => hasSeat(who) || leads(who)
const leads = (/** @type {any} */ who) => Boolean(who && who.roles.some((/** @type {any} */ each) => each.role === 'alliance_lead'))

/** Whether one of the person's seats lets them do this; an assistant's by delegation alone. */
const may = (/** @type {any} */ who, /** @type {string} */ what) => Boolean(who && who.roles.some((/** @type {any} */ each) => each.functions.includes(what)))

module.exports = { me, refresh, change, known, logOut, leave, actFor, resume, hasSeat, hasTools, leads, may }
