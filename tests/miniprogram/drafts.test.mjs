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

test('what is written for an elder is not found in my own form, nor mine in theirs', () => {
  const [drafts, acting] = load(['utils/drafts', 'utils/acting']).loaded
  drafts.save('wish-new', { title: '我的' })
  acting.start({ id: 12, name: '王秀英' })
  assert.equal(drafts.load('wish-new'), null)
  drafts.save('wish-new', { title: '王秀英的' })
  acting.stop()
  assert.deepEqual(drafts.load('wish-new'), { title: '我的' })
})

test('a draft of more than a month ago is not brought up again', () => {
  const [drafts] = load(['utils/drafts']).loaded
  const day = 24 * 3600 * 1000
  drafts.save('wish-new', { title: '棉被' }, 0)
  assert.ok(drafts.load('wish-new', 29 * day))
  assert.equal(drafts.load('wish-new', 31 * day), null)
})
