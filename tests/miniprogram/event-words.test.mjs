import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const [words] = load(['utils/event-words']).loaded
const NOW = Date.parse('2026-11-25T09:00:00+08:00')
const POST = { id: 1, name: '清扫', needs: '', capacity: 5, confirmed: 2, waiting: 0 }
const EVENT = {
  id: 7, title: '河道清洁', detail: '', place: '文化礼堂', status: 'open', organisation: { id: 3, name: '东坑村' },
  starts_at: '2026-11-28T09:00:00+08:00', ends_at: '2026-11-28T11:00:00+08:00', opens_at: '2026-11-20T09:00:00+08:00',
  closes_at: '2026-11-28T09:00:00+08:00', cancel_by: '2026-11-27T09:00:00+08:00', audience: 'everyone', min_age: null, max_age: null,
  attendance_mode: 'roll_call', is_restricted: false, reason: '', posts: [POST], mine: null, can_sign_up: true, why_not: null, companion_limit: 3, can_run: false,
}
const MINE = { status: 'confirmed', post_id: 1, position: null, seats: 1, must_decide: false, attendance: null, checked_in_at: null, checked_out_at: null, is_end_assumed: false, can_check_in: false, can_check_out: false }
const event = (change) => ({ ...EVENT, ...change })
const mine = (change) => event({ can_sign_up: false, mine: { ...MINE, ...change } })
const state = (change) => words.asCard(event(change), NOW).state.name
const can = (each, now = NOW) => Object.entries(words.actsOn(each, now)).filter(([, yes]) => yes).map(([name]) => name)

test('the card says how many places are left, and where somebody waits, none', () => {
  const places = (change) => words.asCard(event({ posts: [{ ...POST, ...change }] }), NOW).places
  assert.equal(places({}), '还有 3 个名额')
  assert.equal(places({ confirmed: 5 }), '名额已满，可以候补')
  assert.equal(places({ confirmed: 4, waiting: 2 }), '名额已满，2 人候补')
})

test('the state is the most pressing thing', () => {
  assert.equal(state({}), '可报名')
  assert.equal(state({ posts: [{ ...POST, confirmed: 5 }] }), '可候补')
  assert.equal(state({ can_sign_up: false, opens_at: '2026-11-26T09:00:00+08:00' }), '未开始报名')
  assert.equal(state({ can_sign_up: false, closes_at: '2026-11-25T08:00:00+08:00' }), '报名已截止')
  assert.equal(state({ can_sign_up: false, why_not: '由党员参加' }), '限定人员')
  assert.equal(state({ status: 'cancelled', mine: MINE }), '已取消')
  assert.equal(state({ status: 'draft', can_sign_up: false }), '草稿')
  assert.equal(words.asCard(mine({ status: 'waiting', position: 3 }), NOW).state.name, '候补第 3 位')
  assert.equal(words.asCard(mine({ must_decide: true }), NOW).state.name, '有变动，等您选')
  assert.equal(words.asCard(mine({ can_check_in: true, must_decide: true }), NOW).state.name, '可以签到')
  assert.equal(words.asCard(mine({ attendance: 'attended' }), NOW).state.name, '已参加')
})

test('once it has begun nobody waits, decides or asks to be reminded any more', () => {
  const [on, over] = [Date.parse('2026-11-28T10:00:00+08:00'), Date.parse('2026-11-29T09:00:00+08:00')]
  const waiting = mine({ status: 'waiting', position: 2 })
  const told = (each, now) => [words.asCard(each, now).state.name, words.mineOf(each, now).title, Boolean(words.mineOf(each, now).canRemind)]
  assert.deepEqual(told(waiting, NOW), ['候补第 2 位', '候补第 2 位', true])
  assert.deepEqual([told(waiting, on), told(waiting, over)], [['没有排到', '没有排到名额', false], ['已结束', '没有排到名额', false]])
  assert.deepEqual(told(mine({ must_decide: true }), on), ['已报名', '您已报上名', false])
  assert.deepEqual(told(mine({ must_decide: true }), over), ['已结束', '您报了名', false])
})

test('what can be done follows how I stand to it', () => {
  assert.deepEqual(can(event({})), ['signUp', 'bringOthers', 'share'])
  assert.deepEqual(can(event({ companion_limit: 0, is_restricted: true })), ['signUp'])
  assert.deepEqual(can(mine({})), ['cancel', 'share'])
  assert.deepEqual(can(mine({ must_decide: true })), ['keep', 'cancel', 'share'])
  assert.deepEqual(can(mine({ can_check_in: true }), Date.parse(EVENT.starts_at)), ['checkIn'])
  assert.deepEqual(can(mine({ attendance: 'attended', can_check_out: true })), ['checkOut', 'share'])
  assert.deepEqual(can(event({ status: 'cancelled', can_sign_up: false })), [])
})

test('cancelling says what it costs: late it is noted, after a change it never is', () => {
  const late = Date.parse('2026-11-28T08:00:00+08:00')
  assert.match(words.cancelWords(mine({}), NOW), /让给候补/)
  assert.match(words.cancelWords(mine({}), late), /记一次临时取消/)
  assert.match(words.cancelWords(mine({ must_decide: true }), late), /不算临时取消/)
  assert.match(words.cancelWords(mine({ status: 'waiting', position: 1 }), late), /退出排队/)
})

test('who left without scanning reads until when the time counts', () => {
  const there = { attendance: 'attended', checked_in_at: '2026-11-28T09:05:00+08:00' }
  assert.equal(words.mineOf(mine({ ...there, is_end_assumed: true }), NOW).text, '09:05 到，没有签退，时长按计划的结束时间算')
  assert.equal(words.mineOf(mine({ ...there, checked_out_at: '2026-11-28T10:50:00+08:00' }), NOW).text, '09:05 到，10:50 走')
  assert.equal(words.mineOf(mine({ ...there, can_check_out: true }), NOW).title, '已签到 09:05')
})

test('ages are told as they are meant', () => {
  const ages = (least, most) => words.factsOf(event({ min_age: least, max_age: most }), NOW).find((each) => each.name === '年龄')?.text
  assert.deepEqual([ages(null, null), ages(18, null), ages(null, 60), ages(18, 60)], [undefined, '年满 18 周岁', '不超过 60 周岁', '18 到 60 周岁'])
})
