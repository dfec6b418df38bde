// From page to page: tabs are switched to, the rest is put on top, and an impatient finger opens nothing twice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

function open() {
  const { loaded: [{ go }] } = load(['utils/go.js'])
  const opened = []
  wx.navigateTo = ({ url }) => opened.push(url)
  wx.switchTab = ({ url }) => opened.push(`tab ${url}`)
  return { go, opened }
}

test('a tab is switched to and a page is put on top', () => {
  const { go, opened } = open()
  go('/pages/wall/wall')
  go('/wishes/wish/wish?id=7')
  assert.deepEqual(opened, ['tab /pages/wall/wall', '/wishes/wish/wish?id=7'])
})

test('a second tap in the same moment opens nothing, a later one does, and so does another page', () => {
  const { go, opened } = open()
  go('/wishes/wish/wish?id=7', 1000)
  go('/wishes/wish/wish?id=7', 1200)
  go('/wishes/wish/wish?id=8', 1300)
  go('/wishes/wish/wish?id=8', 3000)
  assert.deepEqual(opened, ['/wishes/wish/wish?id=7', '/wishes/wish/wish?id=8', '/wishes/wish/wish?id=8'])
})
