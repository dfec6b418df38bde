import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from './fake-page.mjs'

const ANSWERS = {
  'GET /api/me': { id: 1, name: '王党员', is_bound: true, roles: [] },
  'GET /api/proxies': { i_help: [], help_me: [], to_decide: [] },
  'DELETE /api/proxies': {},
}
const tapped = (active) => ({ currentTarget: { dataset: { id: 7, active } } })

test('what was only asked for is taken back in other words than what was granted', async () => {
  const { page, told } = await open('account/proxies/proxies', {}, ANSWERS, false)
  await page.end(tapped(true))
  await page.end(tapped(false))
  assert.deepEqual(told.map((each) => each.confirmText), ['不再代办', '收回'])
})
