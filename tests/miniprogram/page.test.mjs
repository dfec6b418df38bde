// Pages on a slow line: answers come in any order.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

/** A page of that kind, and what it has asked for so far: each question waits until a test answers or fails it. */
function page(kind) {
  const [pages] = load(['utils/page']).loaded
  const asked = []
  const made = pages[kind]({}, () => new Promise((answer, fail) => asked.push({ answer, fail })))
  made.setData = (change) => Object.assign(made.data, change)
  globalThis.wx.showModal = () => {}
  return { made, asked }
}

test('an answer that comes after that to a newer question is dropped', async () => {
  const { made, asked } = page('loading')
  const reloads = [made.reload(), made.reload()]
  asked[1].answer({ items: ['东坑村'] })
  asked[0].answer({ items: ['云岭镇'] })
  await Promise.all(reloads)
  assert.deepEqual([made.data.state, made.data.items], ['ready', ['东坑村']])
})

test('a question that fails after a newer one was answered says nothing', async () => {
  const { made, asked } = page('loading')
  const reloads = [made.reload(), made.reload()]
  asked[1].fail({ code: 'no_network', message: '网络不通' })
  asked[0].fail({ code: 'not_found', message: '没有找到' })
  await Promise.all(reloads)
  assert.deepEqual([made.data.state, made.data.errorCode], ['error', 'no_network'])
})

test('a list whose reload fails while its next part is on the way can be paged further', async () => {
  const { made, asked } = page('listing')
  const first = made.reload()
  asked[0].answer({ items: [1], next: 'a' })
  await first
  const part = made.onReachBottom()
  const again = made.reload()
  asked[2].fail({ code: 'no_network', message: '网络不通' })
  asked[1].answer({ items: [2], next: null })
  await Promise.all([part, again])
  assert.deepEqual([made.data.items, made.data.more], [[1], ''])
  made.onReachBottom()
  assert.equal(asked.length, 4)
})

test('a list that one comes back to is as long as one left it', async () => {
  const { made, asked } = page('listing')
  const first = made.reload()
  asked[0].answer({ items: [1], next: 'a' })
  await first
  const part = made.onReachBottom()
  asked[1].answer({ items: [2], next: 'b' })
  await part
  const back = made.reload()
  asked[2].answer({ items: [1], next: 'a' })
  await Promise.resolve()
  asked[3].answer({ items: [2], next: 'b' })
  await back
  assert.deepEqual([made.data.items, made.data.next, asked.length], [[1, 2], 'b', 4])
})
