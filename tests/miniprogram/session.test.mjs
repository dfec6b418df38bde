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
