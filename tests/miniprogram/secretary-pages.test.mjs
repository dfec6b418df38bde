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

const VILLAGE = { id: 5, name: '东坑村' }
const CHOICES = { organisations: [VILLAGE], alliances: [], events: [], party_days: [] }
const COUNT = { people: 300, reachable_by_wechat: 100, inbox_only: 150, unbound: 50 }
async function form(query, more) {
  const answers = { 'GET /api/audiences': CHOICES, 'POST /api/audiences': COUNT, 'POST /api/notices': { id: 9, status: 'expanding' }, ...more }
  const opened = await open('secretary/notice-form/notice-form', query, answers)
  if (!opened.page.data.isFixed) await opened.page.recount()
  return opened
}
const typed = (name, value) => ({ currentTarget: { dataset: { name } }, detail: { value } })

test('a new notice is for the village, and where there are several for nobody yet', async () => {
  assert.equal((await form({})).page.data.form.key, 'organisation_id:5')
  const several = { ...CHOICES, organisations: [{ id: 1, name: '云岭镇' }, VILLAGE] }
  assert.equal((await form({}, { 'GET /api/audiences': several })).page.data.form.key, '')
})

test('whoever writes to the people of an event never writes to the village instead', async () => {
  const listed = { ...CHOICES, events: [{ id: 77, title: '清水渠', starts_at: NOTICE.created_at }] }
  const { page } = await form({ event_id: '77' }, { 'GET /api/audiences?event_id=77': listed })
  assert.deepEqual([page.data.form.key, page.data.wrong], ['event_id:77', {}])
  const refused = await form({ event_id: '77' })
  assert.deepEqual([refused.page.data.form.key, refused.page.data.wrong.audience], ['', '您不能给这里的人发通知，请另选发给谁'])
  refused.page.type(typed('title', '停水'))
  await refused.page.submit()
  assert.deepEqual(refused.told.map((each) => each.title), ['请选择发给谁'])
})

test('a notice handed in with two taps is asked about once and sent once', async () => {
  const { page, asked, told, gone } = await form({})
  page.type(typed('title', '停水'))
  await Promise.all([page.submit(), page.submit()])
  assert.equal(told.length, 1)
  assert.equal(asked.filter((each) => each.path === '/api/notices').length, 1)
  assert.deepEqual(gone, ['/secretary/notice/notice?id=9'])
})

const RETURNED = { ...NOTICE, status: 'returned', is_mine: true, audience: { ...NOTICE.audience, roles: ['member'] } }

test('what was sent back is written anew in its place, with its people, roles and time, beside another draft', async () => {
  const answers = { 'GET /api/notices/7': RETURNED, 'PUT /api/notices/7': { id: 7, status: 'awaiting_approval' } }
  const { page, asked, gone, storage } = await form({ id: '7' }, answers)
  storage.set('draft:notice-new', { value: { title: '别的' }, at: Date.now() })
  page.type(typed('body', '后天停水'))
  await page.submit()
  assert.deepEqual(asked.find((each) => each.method === 'PUT').data, {
    title: '停水通知', body: '后天停水', audience: { organisation_id: 5, roles: ['member'] }, urgent: false, send_at: '2099-12-05T18:00:00+08:00', version: 3,
  })
  assert.deepEqual([gone, storage.has('draft:notice-7'), storage.get('draft:notice-new').value.title], [['back'], false, '别的'])
})

test('what somebody else changed meanwhile is told, and what was typed goes on top of it', async () => {
  const refusal = { status: 409, data: { error: { code: 'changed_meanwhile', message: '别人刚改过这一条' } } }
  const answers = { 'GET /api/notices/7': { ...RETURNED }, 'PUT /api/notices/7': refusal }
  const { page, told } = await form({ id: '7' }, answers)
  page.type(typed('body', '后天停水'))
  answers['GET /api/notices/7'].version = 4
  await page.submit()
  assert.equal(told.at(-1).content, '别人刚改过这一条')
  assert.deepEqual([page.data.form.body, page.data.form.version], ['后天停水', 4])
})

test('a correction that was sent back keeps its people', async () => {
  const correction = { ...RETURNED, is_correction: true, title: '更正：停水通知', people: 2, audience: { ...NOTICE.audience, in_words: '收到原通知的人' } }
  const { page } = await form({ id: '7' }, { 'GET /api/notices/7': correction })
  page.openChoices()
  assert.deepEqual([page.data.form.title, page.data.form.name, page.data.count.people, page.data.isChoosing], ['停水通知', '收到原通知的人', 2, false])
})
