// Handing the roll in: a broken line keeps everything, one bad code stops nobody else, nothing is sent twice over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const KEY = '7'
const LINES = [1, 2].map((person_id) => ({ person_id, name: `党员${person_id}`, status: 'not_yet', checked_in_at: null }))
const stored = (marks) => ({ status: 200, data: { marks: marks.map((each) => ({ nonce: each.nonce, person_id: each.person_id || 1, result: 'stored', status: each.status, checked_in_at: null })) } })

/** A phone with two people on the roll; `answer(marks, number)` is what the backend says to the n-th batch. */
function phone(answer) {
  const sent = []
  const network = ({ path, method, data }) => {
    if (path !== '/api/party-days/7/roll' || method !== 'PUT') return { status: 200, data: {} }
    sent.push(data.marks)
    return answer(data.marks, sent.length)
  }
  const { loaded: [book, sync, rolls, request, token] } = load(['secretary/utils/roll-book.js', 'secretary/utils/roll-sync.js', 'secretary/services/rolls.js', 'services/request.js', 'services/token.js'], network)
  request.setPause(async () => {})
  token.save('t')
  book.renew(KEY, { title: '党日' }, LINES)
  const mark = (person_id, code) => book.mark(book.load(KEY), { person_id, status: 'present', ...(code && { code }) })
  return { mark, handIn: () => sync.handIn(rolls.of(7)), sent, waiting: () => book.waiting(book.load(KEY)).length, marks: () => book.load(KEY).marks }
}

test('what was marked without signal is kept, and handed in under the same nonces later', async () => {
  let isConnected = false
  const { mark, handIn, sent, waiting } = phone((marks) => (isConnected ? stored(marks) : null))
  mark(1)
  mark(2)
  await assert.rejects(handIn(), { code: 'no_network' })
  assert.equal(waiting(), 2)
  isConnected = true
  await handIn()
  assert.equal(waiting(), 0)
  assert.deepEqual(new Set(sent.map((marks) => marks.map((each) => each.nonce).join())).size, 1)
})

test('a code that is too old is set aside with the reason and the rest is handed in', async () => {
  const expired = { status: 409, data: { error: { code: 'code_expired', message: '个人码已过期', fields: { 'marks.0.code': '个人码已过期' } } } }
  const { mark, handIn, waiting, marks } = phone((batch) => (batch[0].code ? expired : stored(batch)))
  mark(1, 'P1.old')
  mark(2)
  await handIn()
  assert.equal(waiting(), 0)
  assert.deepEqual(marks().map((each) => each.refused), ['个人码已过期'])
})

test('a sheet that is shut says so and loses nothing', async () => {
  const { mark, handIn, waiting } = phone(() => ({ status: 409, data: { error: { code: 'roll_closed', message: '这次的签到表已经封存' } } }))
  mark(1)
  await assert.rejects(handIn(), { code: 'roll_closed' })
  assert.equal(waiting(), 1)
})

test('what is marked while an answer is on its way is handed in next', async () => {
  const one = phone((marks, number) => {
    if (number === 1) one.mark(2)
    return stored(marks)
  })
  one.mark(1)
  await one.handIn()
  assert.deepEqual(one.sent.map((marks) => marks.map((each) => each.person_id)), [[1], [2]])
  assert.equal(one.waiting(), 0)
})

test('the roll of an event goes the same way, in the words of events', async () => {
  let isConnected = false
  const sent = []
  const network = ({ path, method, data }) => {
    if (!isConnected || path !== '/api/events/9/roll' || method !== 'PUT') return null
    sent.push(...data.marks)
    return { status: 200, data: { marks: data.marks.map((each) => ({ nonce: each.nonce, person_id: each.person_id, result: 'stored', attendance: each.attendance, checked_in_at: null })) } }
  }
  const { loaded: [book, sync, rolls, request, token] } = load(['secretary/utils/roll-book.js', 'secretary/utils/roll-sync.js', 'secretary/services/event-rolls.js', 'services/request.js', 'services/token.js'], network)
  request.setPause(async () => {})
  token.save('t')
  const roll = rolls.of(9)
  book.renew(roll.key, { title: '清水渠' }, LINES)
  book.mark(book.load(roll.key), { person_id: 1, status: roll.came })
  book.mark(book.load(roll.key), { person_id: 2, status: 'absent' })
  await assert.rejects(sync.handIn(roll), { code: 'no_network' })
  const kept = book.load(roll.key).marks.map((each) => each.nonce)
  isConnected = true
  await sync.handIn(roll)
  assert.deepEqual(sent.map((each) => [each.nonce, each.attendance, 'status' in each]), [[kept[0], 'attended', false], [kept[1], 'absent', false]])
  assert.deepEqual(book.load(roll.key).lines.map((each) => each.status), ['attended', 'absent'])
  assert.deepEqual(book.load(roll.key).marks, [])
})

/** A phone at an event with one newcomer on it; `answer(number)` is what the backend says to the n-th try to add them. */
function door(answer) {
  const added = []
  const network = ({ path, method, data, key }) => {
    if (path === '/api/events/9/walk-ins') return answer(added.push({ key, data }))
    if (path !== '/api/events/9/roll' || method !== 'PUT') return null
    return { status: 200, data: { marks: data.marks.map((each) => ({ ...each, result: 'stored', checked_in_at: each.marked_at })) } }
  }
  const { loaded: [book, sync, rolls, request, token], storage } = load(['secretary/utils/roll-book.js', 'secretary/utils/roll-sync.js', 'secretary/services/event-rolls.js', 'services/request.js', 'services/token.js'], network)
  request.setPause(async () => {})
  token.save('t')
  const roll = rolls.of(9)
  book.renew(roll.key, { title: '清水渠' }, [])
  book.mark(book.load(roll.key), { status: 'attended', who: { name: '石路人', phone: '19900007788' }, line: { name: '石路人' } })
  return { added, storage, handIn: () => sync.handIn(roll), kept: () => book.load(roll.key) }
}

const ADDED = { status: 201, data: { person_id: 5, name: '石路人', status: 'confirmed', attendance: 'attended' } }
const FULL = { status: 409, data: { error: { code: 'full', message: '名额已经满了' } } }

test('a newcomer is handed in with their nonce as the key, as of when they were seen, and nothing of them stays', async () => {
  const { added, storage, handIn, kept } = door(() => ADDED)
  const [{ nonce, marked_at }] = kept().marks
  await handIn()
  assert.deepEqual(added, [{ key: nonce, data: { name: '石路人', phone: '19900007788', marked_at } }])
  assert.deepEqual([kept().marks, kept().lines.map((each) => [each.person_id, each.status])], [[], [[5, 'attended']]])
  assert.ok(!JSON.stringify([...storage]).includes('19900007788'))
})

test('a lost answer is asked for under the same key', async () => {
  const { added, handIn, kept } = door((number) => (number > 3 ? ADDED : null))
  await assert.rejects(handIn(), { code: 'no_network' })
  await handIn()
  assert.deepEqual([new Set(added.map((each) => each.key)).size, kept().marks.length], [1, 0])
})

test('a newcomer who is refused is set aside with the reason and all that was typed', async () => {
  const { handIn, kept } = door(() => FULL)
  await handIn()
  assert.deepEqual(kept().marks.map((each) => [each.refused, each.who.phone]), [['名额已经满了', '19900007788']])
})

test('a backend in trouble has refused nobody', async () => {
  const { handIn, kept } = door(() => ({ status: 500, data: {} }))
  await assert.rejects(handIn(), { code: 'server_trouble' })
  assert.deepEqual(kept().marks.map((each) => each.refused), [undefined])
})
