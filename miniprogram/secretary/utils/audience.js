// @ts-check
// Whom a notice is for: one place or gathering, and roles besides.
const ROLES = [
  { value: 'member', name: '正式党员' },
  { value: 'probationary', name: '预备党员' },
  { value: 'resident', name: '群众' },
  { value: 'secretary', name: '支部书记' },
  { value: 'assistant', name: '助理' },
  { value: 'grid_worker', name: '网格员' },
]
const dates = require('../../utils/dates')

/** What can be chosen, in groups; `key` names the choice. */
function groupsOf(/** @type {any} */ choices, now = Date.now()) {
  const gathering = (/** @type {string} */ field) => (/** @type {any} */ each) => ({ key: `${field}:${each.id}`, name: each.title, hint: dates.dayAndTime(each.starts_at, now) })
  const place = (/** @type {string} */ field) => (/** @type {any} */ each) => ({ key: `${field}:${each.id}`, name: each.name, hint: '' })
  return [
    { name: '村和单位', items: choices.organisations.map(place('organisation_id')) },
    { name: '联盟', items: choices.alliances.map(place('alliance_id')) },
    { name: '主题党日的名单', items: choices.party_days.map(gathering('party_day_id')) },
    { name: '活动报名的人', items: choices.events.map(gathering('event_id')) },
  ].filter((each) => each.items.length)
}

// What a key may name. Of an alliance or a gathering the sender's organisation is kept besides: it comes last.
const SCOPES = ['event_id', 'party_day_id', 'alliance_id', 'organisation_id']

/** The key of what is named in a page's query or in a notice's audience; empty for nothing. */
function keyOf(/** @type {any} */ named) {
  const field = SCOPES.find((name) => named[name])
  return field ? `${field}:${named[field]}` : ''
}

/** The way back: {organisation_id: 5}. */
function scopeOf(/** @type {string} */ key) {
  const [field, id] = key.split(':')
  return id ? { [field]: Number(id) } : {}
}

/** As the API takes it: {organisation_id: 5, roles: [...]}. */
const bodyOf = (/** @type {string} */ key, /** @type {string[]} */ roles) => ({ ...scopeOf(key), roles })

module.exports = { ROLES, groupsOf, keyOf, scopeOf, bodyOf }
