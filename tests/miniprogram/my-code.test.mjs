// The page with one's own code, for the secretary to scan.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const CODE = { expires_at: '2999-01-01T00:00:00Z', next_at: '2999-01-01T00:00:00Z' }

/** The page on a phone that keeps the code "kept"; the backend answers as `network` says. */
function page(network) {
  globalThis.getCurrentPages = () => []
  globalThis.Page = (made) => (globalThis.made = made)
  const { loaded: [request, token, acting], storage } = load(['services/request', 'services/token', 'utils/acting', 'party-days/code/code'], network)
  request.setPause(async () => {})
  token.save('t')
  storage.set('my-code', { ...CODE, code: 'kept' })
  const { made } = globalThis
  made.setData = (change) => Object.assign(made.data, change)
  return { made, acting }
}

const answer = ({ path }) => {
  if (path === '/api/me/code') return { status: 200, data: { ...CODE, code: 'fresh' } }
  return { status: 200, data: { id: 1, name: '王大禾', standing: 'resident', roles: [] } }
}
const refusal = () => ({ status: 403, data: { error: { code: 'not_for_others', message: '这一步要本人来办，请先换回自己' } } })

test('the kept code is there at once, and a fresh one behind it', async () => {
  const { made } = page(answer)
  const reload = made.reload()
  assert.deepEqual([made.data.state, made.data.code], ['ready', 'kept'])
  await reload
  assert.deepEqual([made.data.code, made.data.isKept, made.data.who], ['fresh', false, '王大禾'])
})

test('on a broken line, or in trouble, the kept code must do', async () => {
  for (const network of [() => null, () => ({ status: 502 }), () => ({ status: 500 })]) {
    const { made } = page(network)
    await made.reload()
    assert.deepEqual([made.data.state, made.data.code, made.data.isKept], ['ready', 'kept', true])
  }
})

test('who acts for an elder is told to change back, and sees no code', async () => {
  const { made, acting } = page(refusal)
  acting.start({ id: 12, name: '王秀英' })
  await made.reload()
  assert.deepEqual([made.data.state, made.data.errorCode, made.data.code], ['error', 'not_for_others', ''])
})

test('a code that is refused by now is shown no more', async () => {
  const { made } = page(refusal)
  await made.reload()
  assert.equal(made.data.state, 'error')
})
