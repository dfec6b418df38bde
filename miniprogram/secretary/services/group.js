// @ts-check
// The WeChat group: what is copied into it, and the 群接龙 that comes back.
const { ApiError } = require('../../services/errors')
const request = require('../../services/request')

const SUBJECTS = { day: 'party-days', roll: 'party-days', event: 'events', notice: 'notices' }

/** @typedef {'day'|'roll'|'event'|'notice'} Kind a Party day before it starts, its roll, … */

/** The text for the group. @returns {Promise<string>} */
async function textOf(/** @type {Kind} */ kind, /** @type {number} */ id) {
  const found = await request.get(`/${SUBJECTS[kind]}/${id}/texts`)
  return found.text || found.group
}

async function copy(/** @type {Kind} */ kind, /** @type {number} */ id) {
  const data = await textOf(kind, id)
  await wx.setClipboardData({ data }).catch(noConsent)
}

/** What was copied last, in the group. @returns {Promise<string>} */
const paste = async () => (await wx.getClipboardData().catch(noConsent)).data

/** The clipboard is private: without consent it stays shut. @returns {never} */
function noConsent() {
  throw new ApiError('no_consent', '要先同意隐私保护指引，才能用剪切板；也可以长按文字自己复制')
}

/** Who stands in a pasted list: [{text, candidates, is_sure, others, note, stays_away, replaces}]. @returns {Promise<any[]>} */
async function read(/** @type {Kind} */ kind, /** @type {number} */ id, /** @type {string} */ text) {
  if (kind === 'notice') return fromReplies(await request.post(`/notices/${id}/replies/preview`, { text }))
  return (await request.post(`/${SUBJECTS[kind]}/${id}/group-list`, { text })).entries
}

/** The replies to a notice in the same shape as the other lists. */
function fromReplies(/** @type {any} */ found) {
  const plain = { others: 0, note: '', stays_away: false, is_sure: true, replaces: [] }
  return [
    ...found.matched.map((/** @type {any} */ each) => ({ ...plain, text: each.name, candidates: [{ ...each, group: '', phone: '' }] })),
    ...found.ambiguous.map((/** @type {any} */ each) => ({ ...plain, text: each.text, is_sure: false, candidates: each.candidates })),
    ...found.unknown.map((/** @type {string} */ text) => ({ ...plain, text, candidates: [] })),
  ]
}

module.exports = {
  copy,
  paste,
  read,
  signUp: (/** @type {number} */ eventId, /** @type {any[]} */ people) => request.put(`/events/${eventId}/sign-ups`, { people }),
  noteReplies: (/** @type {number} */ dayId, /** @type {any[]} */ replies) => request.put(`/party-days/${dayId}/replies`, { replies }),
  recordReplies: (/** @type {number} */ noticeId, /** @type {number[]} */ personIds) =>
    request.post(`/notices/${noticeId}/replies`, { person_ids: personIds }),
}
