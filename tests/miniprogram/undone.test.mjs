// An answer to an act of before tells how it stands now: what was undone since is no success.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

function service(name, data) {
  const [found, token] = load([`services/${name}`, 'services/token'], () => ({ status: 201, data })).loaded
  token.save('good')
  return found
}

test('a sign-up that has been cancelled since is no place', async () => {
  await assert.rejects(service('events', { status: 'cancelled' }).signUp(7, {}), { code: 'undone' })
  assert.deepEqual(await service('events', { status: 'waiting' }).signUp(7, {}), { status: 'waiting' })
})

test('a claim that has been given up since is none', async () => {
  await assert.rejects(service('wishes', { mine: null }).claim(7), { code: 'undone' })
  await assert.rejects(service('wishes', { mine: { made: true, claim: null } }).claim(7), { code: 'undone' })
  assert.ok(await service('wishes', { mine: { made: false, claim: { status: 'active' } } }).claim(7))
})

test('a consent that has been withdrawn since is none', async () => {
  const items = (given) => ({ items: [{ purpose: 'photos', given_at: given }, { purpose: 'general', given_at: '2026-01-01' }] })
  await assert.rejects(service('my-data', items(null)).giveConsent({ purpose: 'photos', version: '1' }), { code: 'undone' })
  assert.equal((await service('my-data', items('2026-02-01')).giveConsent({ purpose: 'photos', version: '1' })).length, 2)
})
