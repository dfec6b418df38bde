// @ts-check
// Who is using this phone.
const request = require('./request')
const token = require('./token')

/** @type {any} */
let person = null

/** The person, asked once and then remembered. */
async function me() {
  return person || refresh()
}

/** Ask again who I am: after a binding, and whenever the page about me is shown. */
async function refresh() {
  person = await request.get('/me')
  return person
}

/** The person as last heard of; null before the first answer. */
const known = () => person

async function logOut() {
  await request.del('/session').catch(() => {}) // gone from this phone in any case
  token.forget()
  token.setLoggedOut(true)
  person = null
}

/** Log in again after logging out; does nothing for somebody who is logged in. */
function resume() {
  token.setLoggedOut(false)
}

const SEATS = ['secretary', 'assistant', 'grid_worker', 'township_officer']

/** Whether the person has a seat that looks after a village's wishes and requests. */
const hasSeat = (/** @type {any} */ who) => Boolean(who && who.roles.some((/** @type {any} */ each) => SEATS.includes(each.role)))

module.exports = { me, refresh, known, logOut, resume, hasSeat }
