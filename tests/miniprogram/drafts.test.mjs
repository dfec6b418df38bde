import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

test('what was typed is there again, until it is sent', () => {
  const [drafts] = load(['utils/drafts']).loaded
  drafts.save('wish-new', { title: '棉被' })
  assert.deepEqual(drafts.load('wish-new'), { title: '棉被' })
  assert.equal(drafts.load('wish-7'), null)
  drafts.clear('wish-new')
  assert.equal(drafts.load('wish-new'), null)
})

test('a draft of more than a month ago is not brought up again', () => {
  const [drafts] = load(['utils/drafts']).loaded
  const day = 24 * 3600 * 1000
  drafts.save('wish-new', { title: '棉被' }, 0)
  assert.ok(drafts.load('wish-new', 29 * day))
  assert.equal(drafts.load('wish-new', 31 * day), null)
})
