// The secretary's pages: what they ask of the backend, and what they ask and tell the secretary.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from './fake-page.mjs'

const EVENT = { title: '清水渠', starts_at: '2026-12-05T09:00:00+08:00', ends_at: '2026-12-05T11:00:00+08:00', place: '村口', posts: [], status: 'open', can_run: true }
const events = (...ids) => ids.map((id) => ({ ...EVENT, id }))

test('the secretary\'s events are those they run, part by part', async () => {
  const { page, asked } = await open('secretary/events/events', {}, { 'GET /api/events?period=upcoming&kept=true': { items: events(1, 2), next: null } })
  assert.deepEqual(page.data.items.map((each) => each.id), [1, 2])
  assert.equal(asked.length, 1)
})

const NOTICE = {
  id: 7, version: 3, title: '停水通知', body: '明天停水', status: 'awaiting_approval', author: '李书记', is_mine: false, urgent: false, reason: '', people: 300,
  created_at: '2026-11-25T08:00:00+08:00', send_at: '2099-12-05T18:00:00+08:00', sent_at: null, is_correction: false,
  audience: { in_words: '东坑村的党员和群众', organisation_id: 5, alliance_id: null, event_id: null, party_day_id: null, roles: [] },
}
const tapped = (dataset) => ({ currentTarget: { dataset } })

test('who approves a notice reads whom it goes to, how many and when, is asked once, and approves that text', async () => {
  const answers = { 'GET /api/notices/7': NOTICE, 'POST /api/notices/7/approval': { id: 7, status: 'scheduled' } }
  const { page, asked, told } = await open('secretary/notice/notice', { id: '7' }, answers)
  assert.deepEqual(page.data.facts.map((each) => each.text), ['东坑村的党员和群众', '300 人', '2099年12月5日 18:00 发'])
  await Promise.all([page.letGo(tapped({ way: 'approve' })), page.letGo(tapped({ way: 'approve' }))])
  assert.deepEqual(told.map((each) => each.title), ['发给 300 个人', '复核通过，定好了，到时间自动发'])
  assert.match(told[0].content, /东坑村的党员和群众，2099年12月5日.*18:00 发/)
  assert.deepEqual(asked.filter((each) => each.method === 'POST').map((each) => each.data), [{ decision: 'approve', version: 3 }])
})

test('a notice that changed meanwhile is shown as it reads now, and not let go', async () => {
  const refusal = { status: 409, data: { error: { code: 'changed_meanwhile', message: '请看过新的内容再决定' } } }
  const answers = { 'GET /api/notices/7': { ...NOTICE }, 'POST /api/notices/7/approval': refusal }
  const { page, told } = await open('secretary/notice/notice', { id: '7' }, answers)
  Object.assign(answers['GET /api/notices/7'], { body: '后天停水' })
  await page.letGo(tapped({ way: 'approve' }))
  assert.deepEqual([page.data.notice.body, told.at(-1).content], ['后天停水', '请看过新的内容再决定'])
})

test('an author who releases a notice to many reads that somebody else looks at it still', async () => {
  const answers = { 'GET /api/notices/7': { ...NOTICE, status: 'held', is_mine: true, send_at: NOTICE.created_at }, 'POST /api/notices/7/release': { id: 7, status: 'awaiting_approval' } }
  const { page, told } = await open('secretary/notice/notice', { id: '7' }, answers)
  await page.letGo(tapped({ way: 'release' }))
  assert.deepEqual(told.map((each) => each.title), ['发给 300 个人', '还要另一位同志复核，通过后就发'])
})
