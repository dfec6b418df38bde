// @ts-check
// The rolls that this phone keeps (secretary/utils/roll-book.js): where there is no signal the first page leads to
// them, and what was marked and not handed in yet is not forgotten. While the phone acts for an elder it calls no roll.
const acting = require('./acting')

const PAGES = { day: '/secretary/roll/roll?id=', event: '/secretary/event-roll/event-roll?id=' }

/** @returns {{title: string, url: string, waiting: number}[]} */
function keptRolls() {
  if (acting.current()) return []
  return wx.getStorageInfoSync().keys.flatMap((key) => {
    const [, isEvent, id] = /^roll-(event-)?(\d+)$/.exec(key) || []
    const kept = id && wx.getStorageSync(key)
    return kept && kept.about ? [{ title: kept.about.title, url: PAGES[isEvent ? 'event' : 'day'] + id, waiting: kept.marks.length }] : []
  })
}

module.exports = { keptRolls }
