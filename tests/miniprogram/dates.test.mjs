import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const [dates] = load(['utils/dates']).loaded
const NOW = Date.parse('2026-11-23T09:00:00+08:00') // a Monday

const cases = (act, table) => {
  for (const [instant, words] of table) assert.equal(act(instant, NOW), words, instant)
}

test('days are said as people say them', () => {
  cases(dates.day, [
    ['2026-11-23T15:00:00+08:00', '今天'],
    ['2026-11-24T00:00:00+08:00', '明天'],
    ['2026-11-25T10:00:00+08:00', '后天'],
    ['2026-11-22T23:59:59+08:00', '昨天'],
    ['2026-11-28T09:00:00+08:00', '周六'],
    ['2026-11-29T09:00:00+08:00', '周日'],
    ['2026-11-30T09:00:00+08:00', '11月30日'],
    ['2026-11-20T09:00:00+08:00', '11月20日'],
    ['2027-01-03T09:00:00+08:00', '2027年1月3日'],
  ])
})

test('a day ends at midnight in Shanghai, wherever the phone is', () => {
  cases(dates.dayAndTime, [
    ['2026-11-23T15:59:00Z', '今天 23:59'],
    ['2026-11-23T16:00:00Z', '明天 00:00'],
  ])
})

test('half days have names', () => {
  cases(dates.dayAndHalf, [
    ['2026-11-28T09:00:00+08:00', '周六上午'],
    ['2026-11-28T14:00:00+08:00', '周六下午'],
    ['2026-11-23T19:30:00+08:00', '今天晚上'],
  ])
})

test('what is left is counted in days', () => {
  cases(dates.timeLeft, [
    ['2026-11-26T08:00:00+08:00', '还有 3 天'],
    ['2026-11-24T23:00:00+08:00', '明天到期'],
    ['2026-11-23T10:00:00+08:00', '今天到期'],
    ['2026-11-22T10:00:00+08:00', '已过期'],
  ])
})

test('from when to when, on one day or over midnight', () => {
  const now = Date.parse('2026-11-25T09:00:00+08:00')
  assert.equal(dates.span('2026-11-28T09:00:00+08:00', '2026-11-28T11:00:00+08:00', now), '周六 09:00–11:00')
  assert.equal(dates.span('2026-11-28T19:00:00+08:00', '2026-11-29T06:00:00+08:00', now), '周六 19:00 至次日 06:00')
  assert.equal(dates.span('2026-11-28T09:00:00+08:00', '2026-12-02T17:00:00+08:00', now), '周六 09:00 至 12月2日 17:00')
})

test('minutes are said in hours', () => {
  assert.deepEqual([0, 45, 120, 90].map(dates.duration), ['0 分', '45 分', '2 小时', '1 小时 30 分'])
})
