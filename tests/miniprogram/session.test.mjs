// Who I am on this phone, whatever order the answers come in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

test('an answer that was on its way while elder mode was switched on does not switch it off again', async () => {
  const { loaded: [session, elder, token] } = load(['services/session.js', 'utils/elder.js', 'services/token.js'])
  const onTheWay = []
  globalThis.getCurrentPages = () => []
  wx.request = (request) => onTheWay.push(request)
  const answer = (request, isElder) => request.success({ statusCode: 200, data: { id: 1, roles: [], elder_mode: isElder } })
  const sent = async (count) => {
    while (onTheWay.length < count) await new Promise(setImmediate)
    return onTheWay[count - 1]
  }
  token.save('t')

  elder.set(true)
  const first = session.refresh()
  const second = session.refresh()
  await sent(2)
  answer(onTheWay[0], false)
  const told = await sent(3)
  assert.equal(told.method, 'PATCH')
  answer(told, true)
  await first
  answer(onTheWay[1], false) // asked before, answered after
  await second
  assert.deepEqual([elder.isOn(), elder.isUnsaved(), session.known().elder_mode], [true, false, true])
})

/** The session of somebody who acts for an elder and keeps a code of their own. */
function acting() {
  const { loaded: [session, token, helping, myCode], asked, storage } = load(['services/session', 'services/token', 'utils/acting', 'services/my-code'], () => ({ status: 204 }))
  token.save('mine')
  storage.set('my-code', { code: 'A', expires_at: '2999-01-01T00:00:00Z', next_at: '2999-01-01T00:00:00Z' })
  helping.start({ id: 12, name: '王秀英' })
  return { session, myCode, helping, asked }
}

test('who logs out while acting for an elder ends a session of their own', async () => {
  const { session, asked } = acting()
  await session.logOut()
  assert.deepEqual(asked.map((each) => [each.method, each.path, each.acting]), [['DELETE', '/api/session', undefined]])
})

test('my own code is not shown while I act for an elder, and is gone when I log out', async () => {
  const { session, myCode, helping } = acting()
  assert.equal(myCode.kept(), null)
  helping.stop()
  assert.equal(myCode.kept().code, 'A')
  await session.logOut()
  assert.equal(myCode.kept(), null)
})
