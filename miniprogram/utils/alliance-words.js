// @ts-check
// An alliance in words. Its colour never speaks alone: the type's name stands beside it.
const dates = require('./dates')

const LEVELS = { township: '镇级联盟', area: '片区联盟', ad_hoc: '灵活组建' }
const NOON = 'T12:00:00+08:00' // a local day, whatever the phone's zone

const day = (/** @type {string} */ date) => dates.day(date + NOON)

const asCard = (/** @type {any} */ each) => ({
  ...each,
  levelName: LEVELS[/** @type {keyof typeof LEVELS} */ (each.level)],
  since: `${day(each.formed_on)}成立`,
  until: each.ended_on ? `到${day(each.ended_on)}结束` : '',
})

module.exports = { asCard }
