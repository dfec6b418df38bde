import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

function phone(network) {
  const pauses = []
  const { loaded, asked, storage } = load(['services/request', 'services/token'], network)
  const [request, token] = loaded
  request.setPause(async (milliseconds) => pauses.push(milliseconds))
  token.save('good')
  return { request, token, asked, storage, pauses }
}

const refusal = (status, code) => ({ status, data: { error: { code, message: '不行', fields: { title: '请填写' } } } })

test('a call carries the token and answers the data', async () => {
  const { request, asked } = phone(() => ({ status: 200, data: { id: 7 } }))
  assert.deepEqual(await request.get('/wishes', { status: 'open', after: undefined }), { id: 7 })
  assert.equal(asked[0].path, '/api/wishes?status=open')
  assert.equal(asked[0].authorization, 'Bearer good')
  assert.equal(asked[0].key, undefined)
})

test('a broken line is tried again with longer pauses and the same key', async () => {
  const { request, asked, pauses } = phone((_, count) => (count < 3 ? null : { status: 201 }))
  await request.post('/wishes', { title: 'a' })
  assert.equal(asked.length, 3)
  assert.equal(new Set(asked.map((each) => each.key)).size, 1)
  assert.ok(pauses[1] > pauses[0])
})

test('a gateway without its backend is tried again as well', async () => {
  const { request, asked } = phone((_, count) => ({ status: count === 1 ? 502 : 200 }))
  await request.get('/home')
  assert.equal(asked.length, 2)
})

test('after three tries the person is told in plain words', async () => {
  const { request, asked } = phone(() => null)
  await assert.rejects(request.get('/home'), { code: 'no_network', message: /网络/ })
  assert.equal(asked.length, 3)
})

test('an act that was never answered keeps its key, also for the next tap', async () => {
  let isBroken = true
  const { request, asked } = phone(() => (isBroken ? null : { status: 201 }))
  await assert.rejects(request.post('/wishes', { title: 'a' }))
  isBroken = false
  await request.post('/wishes', { title: 'a' })
  assert.equal(new Set(asked.map((each) => each.key)).size, 1)
})

test('once answered, the same words again are another act', async () => {
  const { request, asked } = phone(() => ({ status: 201 }))
  await request.post('/wishes', { title: 'a' })
  await request.post('/wishes', { title: 'a' })
  assert.notEqual(asked[0].key, asked[1].key)
})

test('other words are another act even while the first is open', async () => {
  const { request, asked } = phone(() => null)
  await assert.rejects(request.post('/wishes', { title: 'a' }))
  await assert.rejects(request.post('/wishes', { title: 'b' }))
  assert.notEqual(asked[0].key, asked.at(-1).key)
})

test('what was undone meanwhile and is done again is another act', async () => {
  let isLost = true
  const { request, asked } = phone(({ method }) => (method === 'POST' && isLost ? null : { status: 200 }))
  await assert.rejects(request.post('/events/7/sign-up', { post_id: 1 })) // stored there, for all we know
  await request.del('/events/7/sign-up')
  isLost = false
  await request.post('/events/7/sign-up', { post_id: 1 })
  assert.notEqual(asked.at(-1).key, asked[0].key)
})

test('an act on one thing leaves the open acts on others their keys', async () => {
  const { request, asked } = phone(({ method }) => (method === 'POST' ? null : { status: 200 }))
  await assert.rejects(request.post('/events/7/sign-up', { post_id: 1 }))
  await request.del('/events/70/sign-up')
  await assert.rejects(request.post('/events/7/sign-up', { post_id: 1 }))
  assert.equal(asked.at(-1).key, asked[0].key)
})

test('what an elder had undone leaves my own act its key', async () => {
  const { request, asked, storage } = phone(({ method }) => (method === 'POST' ? null : { status: 200 }))
  await assert.rejects(request.post('/events/7/sign-up', { post_id: 1 }))
  storage.set('acting-for', { id: 12, name: '王秀英' })
  await request.del('/events/7/sign-up')
  storage.delete('acting-for')
  await assert.rejects(request.post('/events/7/sign-up', { post_id: 1 }))
  assert.equal(asked.at(-1).key, asked[0].key)
})

test('a wish that was made leaves another one, still open, its key', async () => {
  const { request, asked } = phone(({ data }) => (data.title === 'a' ? null : { status: 201 }))
  await assert.rejects(request.post('/wishes', { title: 'a' }))
  await request.post('/wishes', { title: 'b' })
  await assert.rejects(request.post('/wishes', { title: 'a' }))
  assert.equal(asked.at(-1).key, asked[0].key)
})

test('a key outlives a fresh start of the mini-program', async () => {
  const first = phone(() => null)
  await assert.rejects(first.request.post('/wishes', { title: 'a' }))
  const kept = first.storage.get('pending-keys')
  const second = phone(() => ({ status: 201 }))
  second.storage.set('pending-keys', kept)
  await second.request.post('/wishes', { title: 'a' })
  assert.equal(second.asked[0].key, first.asked[0].key)
})

test('an ended session is renewed once, unseen, and the act repeated with its key', async () => {
  const { request, asked, token } = phone(({ path, authorization }) => {
    if (path === '/api/session') return { status: 200, data: { token: 'fresh', person: {} } }
    return authorization === 'Bearer fresh' ? { status: 201, data: { id: 1 } } : refusal(401, 'not_logged_in')
  })
  assert.deepEqual(await request.post('/wishes', { title: 'a' }), { id: 1 })
  assert.deepEqual(asked.map((each) => each.path), ['/api/wishes', '/api/session', '/api/wishes'])
  assert.equal(asked[0].key, asked[2].key)
  assert.equal(token.read(), 'fresh')
})

test('a session that cannot be renewed is not asked for twice', async () => {
  const { request, asked } = phone(({ path }) =>
    path === '/api/session' ? { status: 200, data: { token: 'x', person: {} } } : refusal(401, 'not_logged_in'),
  )
  await assert.rejects(request.get('/home'), { code: 'not_logged_in' })
  assert.equal(asked.filter((each) => each.path === '/api/session').length, 1)
})

test('calls that start together log in once', async () => {
  const { request, token, asked } = phone(({ path }) =>
    path === '/api/session' ? { status: 200, data: { token: 'fresh', person: {} } } : { status: 200 },
  )
  token.forget()
  await Promise.all([request.get('/me'), request.get('/home'), request.get('/inbox')])
  assert.equal(asked.filter((each) => each.path === '/api/session').length, 1)
})

test('a refusal carries its code, its words and its fields, and is not tried again', async () => {
  const { request, asked } = phone(() => refusal(409, 'wish_already_claimed'))
  await assert.rejects(request.post('/wishes/1/claim'), { code: 'wish_already_claimed', message: '不行', fields: { title: '请填写' } })
  assert.equal(asked.length, 1)
})

test('a page of HTML where JSON belongs is told as trouble, never shown', async () => {
  const { request } = phone(() => ({ status: 500, data: '<html>' }))
  await assert.rejects(request.get('/home'), { code: 'server_trouble' })
})

test('whoever logged out is not logged in again behind their back', async () => {
  const { request, token, asked } = phone(() => ({ status: 200 }))
  token.setLoggedOut(true)
  await assert.rejects(request.get('/home'), { code: 'logged_out' })
  assert.equal(asked.length, 0)
})

test('doubted text goes once its writer says so, and not otherwise', async () => {
  for (const confirm of [true, false]) {
    const { request, asked } = phone(({ data }) => (data.is_released ? { status: 200 } : refusal(409, 'text_held')))
    globalThis.wx.showModal = async () => ({ confirm })
    const sent = request.post('/events/7/cancellation', { reason: '涨水' })
    await (confirm ? sent : assert.rejects(sent, { code: 'text_held' }))
    assert.deepEqual(asked.map(({ data }) => Boolean(data.is_released)), confirm ? [false, true] : [false])
  }
})
