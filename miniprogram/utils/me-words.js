// @ts-check
// Who somebody is, in words.
const STANDINGS = { member: '正式党员', probationary: '预备党员', resident: '村民、居民' }
const ROLES = {
  secretary: '支部书记',
  assistant: '助理',
  grid_worker: '网格员',
  alliance_lead: '联盟负责人',
  area_lead: '片区负责人',
  township_officer: '镇党建办',
  county_officer: '县委组织部',
}

const standingOf = (/** @type {any} */ me) => STANDINGS[/** @type {keyof typeof STANDINGS} */ (me.standing)]

/** Every title a person has, each once. @returns {string[]} */
const titlesOf = (/** @type {any} */ me) => [
  ...new Set(me.roles.map((/** @type {any} */ each) => ROLES[/** @type {keyof typeof ROLES} */ (each.role)])),
]

const nameOf = (/** @type {any} */ me) => me.name || me.nickname || '微信用户'

module.exports = { standingOf, titlesOf, nameOf }
