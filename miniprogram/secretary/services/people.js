// @ts-check
// The people of my own organisations. Their names are kept on the phone, for places without signal.
const request = require('../../services/request')

const STORE = 'own-people'
const PART = 100
const MOST = 1000

/** Everyone, fetched anew; the kept ones where there is no network. @returns {Promise<any[]>} */
async function all() {
  try {
    const people = await fetchAll()
    wx.setStorageSync(STORE, people)
    return people
  } catch (error) {
    const kept = wx.getStorageSync(STORE)
    if (/** @type {any} */ (error).code === 'no_network' && kept) return kept
    throw error
  }
}

async function fetchAll() {
  /** @type {any[]} */
  const people = []
  /** @type {string|undefined} */
  let after
  do {
    const part = await request.get('/people', { limit: PART, after })
    people.push(...part.items)
    after = part.next || undefined
  } while (after && people.length < MOST)
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

module.exports = { all, hintOf, call }
