import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const [words, coming] = load(['utils/party-day-words', 'utils/coming']).loaded
const BEFORE = Date.parse('2026-11-27T09:00:00+08:00')
const DURING = Date.parse('2026-11-28T09:30:00+08:00')
const AFTER = Date.parse('2026-11-30T09:00:00+08:00')
const MINE = { status: 'not_yet', checked_in_at: null, can_check_in: false, can_ask_leave: false, leave: null, make_up: null }
const TASK = { due_at: '2026-12-13T00:00:00+08:00', note: '', handed_in_at: null, confirmed_at: null }
const DAY = {
  id: 9, title: '学习基层治理', kind: 'party_day', status: 'planned', organisation: { id: 3, name: '东坑村' }, place: '', check_in: 'both', can_run: false,
  opens_at: '2026-11-28T08:30:00+08:00', starts_at: '2026-11-28T09:00:00+08:00', ends_at: '2026-11-28T11:00:00+08:00', sheets: [],
}
const day = (mine, change) => ({ ...DAY, mine: mine && { ...MINE, ...mine }, ...change })
const title = (mine, now, change) => words.mineOf(day(mine, change), now)?.title
const can = (mine, now, change) => Object.entries(words.actsOn(day(mine, change), now)).filter(([, yes]) => yes).map(([name]) => name)

test('my line says what holds now and what comes next', () => {
  assert.equal(title({}, BEFORE), '等您来参加')
  assert.equal(title({ can_check_in: true }, DURING), '可以签到了')
  assert.equal(title({ status: 'present', checked_in_at: '2026-11-28T09:02:00+08:00' }, DURING), '已签到 09:02')
  assert.equal(title({ status: 'present' }, DURING), '书记已记您实到')
  assert.equal(title({ status: 'observer', checked_in_at: '2026-11-28T09:02:00+08:00' }, DURING), '列席，已签到 09:02')
  assert.equal(title({ leave: { status: 'asked' } }, BEFORE), '请假等书记批')
  assert.equal(title({ leave: { status: 'refused', decision_reason: '要选支委' } }, BEFORE), '请假没有批准')
  assert.equal(title({ status: 'on_leave', leave: { status: 'approved' } }, BEFORE), '请假已批准')
  assert.equal(title({}, DURING, { check_in: 'roll_call' }), '到场请书记点名')
  assert.equal(title({}, AFTER), '还没有记您到场')
  assert.equal(title({}, BEFORE, { status: 'cancelled' }), '这次取消了，不用再来')
  assert.equal(title(null, BEFORE), undefined)
})

test('a make-up study is open until the last day is over, and can be rewritten while it waits', () => {
  const missed = { status: 'absent', make_up: TASK }
  assert.equal(words.makeUpOf(day(missed), AFTER).title, '请在12月12日前补学')
  assert.deepEqual(can(missed, AFTER), ['makeUp'])
  assert.deepEqual(can({ ...missed, make_up: { ...TASK, handed_in_at: '2026-12-01T09:00:00+08:00' } }, AFTER), ['rewrite'])
  assert.deepEqual(can(missed, Date.parse('2026-12-13T00:00:00+08:00')), [])
  assert.equal(words.makeUpOf(day({ status: 'made_up', make_up: TASK }), AFTER), null)
})

test('what can be done follows the line and the clock', () => {
  assert.deepEqual(can({ can_ask_leave: true }, BEFORE), ['leave'])
  assert.deepEqual(can({ can_ask_leave: true, leave: { status: 'asked' } }, BEFORE), ['leaveAgain'])
  assert.deepEqual(can({ can_check_in: true }, DURING), ['checkIn', 'showCode'])
  assert.deepEqual(can({ status: 'present', checked_in_at: '2026-11-28T09:02:00+08:00' }, DURING), [])
})

test('the branches that hold it together are named', () => {
  const sheets = [3, 4, 5].map((id) => ({ organisation: { id, name: `第${id}村` }, has_joined: id !== 5 }))
  assert.equal(words.factsOf(day({}, { sheets }), BEFORE).find((each) => each.name === '联过').text, '第4村')
})

const HOME = {
  next_party_day: { party_day_id: 9, title: '学习', place: '礼堂', starts_at: DAY.starts_at, ends_at: DAY.ends_at, status: 'not_yet', can_check_in: true },
  next_event: { event_id: 7, title: '清洁', place: '河边', starts_at: DAY.starts_at, ends_at: DAY.ends_at, status: 'confirmed', must_decide: false, can_check_in: false, can_check_out: true },
  next_make_up: { party_day_id: 8, title: '上一次', due_at: TASK.due_at },
}

test('a poll says whether it can still be answered', () => {
  const hint = (change) => words.pollOf({ mine: null, closed_at: null, ...change }).hint
  assert.match(hint({}), /看不到谁选的/)
  assert.match(hint({ mine: 2 }), /还能改/)
  assert.match(hint({ mine: 2, closed_at: '2026-11-28T10:00:00+08:00' }), /已经结束/)
})

test('what comes next stands in rows, each with its way', () => {
  const rows = coming.comingRows(HOME, BEFORE)
  assert.deepEqual(rows.map((row) => row.chip), ['可以签到', '已签到，走时签退', ''])
  assert.deepEqual(rows.map((row) => row.url), ['/party-days/day/day?id=9', '/events/event/event?id=7', '/party-days/day/day?id=8'])
  assert.deepEqual(coming.comingRows({ next_party_day: null, next_event: null, next_make_up: null }), [])
})

test('a code on a wall is for one of the doors open now, else of today', () => {
  const shut = { next_party_day: { ...HOME.next_party_day, can_check_in: false }, next_event: null }
  assert.deepEqual(coming.doors(HOME).map((door) => door.title), ['「学习」签到', '「清洁」签退'])
  assert.deepEqual(coming.doors(shut, DURING).map((door) => door.title), ['「学习」签到'])
  assert.deepEqual(coming.doors(shut, BEFORE), [])
  assert.deepEqual(coming.doors({ next_party_day: null, next_event: null }), [])
})

test('what cannot be a code on a wall is none of ours', () => {
  assert.deepEqual(['aRzJ5v0Jq3xXw1bT', 'w=7', 'P12.aRzJ5v0Jq3xXw1bT'].map(coming.isOfAWall), [true, false, false])
})
