// What WeChat's popup answers, as the backend hears of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

test('accepting with a sound or an alert is accepting, and what was left out of the popup was not asked', async () => {
  const items = ['a', 'b', 'c', 'd'].map((id) => ({ template_id: id, purpose: 'notice', left: 0 }))
  const { loaded: [grants, token], asked } = load(['services/grants.js', 'services/token.js'], () => ({ status: 200, data: { items } }))
  token.save('t')
  wx.requestSubscribeMessage = async () => ({ errMsg: 'ok', a: 'acceptWithAudio', b: 'reject', c: 'filter' })

  await grants.load()
  await grants.ask(['notice'])
  assert.deepEqual(asked.find((each) => each.method === 'POST').data, { results: { a: 'accept', b: 'reject' } })
})
