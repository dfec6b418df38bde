// @ts-check
// The people of my own organisations. Their names are kept on the phone, for places without signal.
const request = require('../../services/request')

const STORE = 'own-people'
const PART = 100
const MOST = 1000

/** Those this phone keeps. @returns {any[]} */
const kept = () => wx.getStorageSync(STORE) || []

/** Everyone, fetched anew and kept. */
async function all() {
  /** @type {any[]} */
  const people = []
  /** @type {string|undefined} */
  let after
  do {
    const part = await request.get('/people', { limit: PART, after })
    people.push(...part.items)
    after = part.next || undefined
  } while (after && people.length < MOST)
  wx.setStorageSync(STORE, people)
  return people
}

/** What tells namesakes apart: 组别, else 尾号, else the village. */
const hintOf = (/** @type {any} */ person) =>
  [person.group, person.phone ? `尾号 ${person.phone.slice(-4)}` : ''].filter(Boolean).join(' · ') || (person.organisation ? person.organisation.name : '')

/** Dial somebody of mine: the number comes when it is asked for, which is logged. Rejects when it was not dialled. */
async function call(/** @type {number} */ personId, /** @type {string} */ reason) {
  const { phone } = await request.post(`/people/${personId}/phone`, { reason })
  await wx.makePhoneCall({ phoneNumber: phone })
}

module.exports = { kept, all, hintOf, call }
