// A roll page on a line that hangs or is out of order: the book on the phone is there at once, and what was marked stays.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const LINE = { name: '党员', status: 'not_yet', checked_in_at: null }
const LINES = [{ ...LINE, person_id: 1 }, { ...LINE, person_id: 2 }]
const ABOUT = { id: 7, title: '主题党日' }

/** The page of a roll whose list comes when a test answers or fails it; `kept` is the list from before. */
function page(kept = LINES) {
  const { loaded: [pages, book, rollPage, people] } = load(['utils/page', 'secretary/utils/roll-book', 'secretary/utils/roll-page', 'secretary/services/people'])
  if (kept) book.renew('7', ABOUT, kept)
  people.all = async () => []
  globalThis.wx.showModal = () => {}
  const asked = []
  const roll = {
    key: '7',
    came: 'present',
    fetch: () => new Promise((answer, fail) => asked.push({ answer: (lines) => answer({ about: ABOUT, lines }), fail })),
    send: async (marks) => marks.map((each) => ({ ...each, result: 'stored', checked_in_at: '2026-11-28T09:00:00+08:00' })),
  }
  const drawn = { draw() { this.setData({ lines: book.shown(this.book()).map((each) => each.status) }) } }
  const made = pages.loading({ data: { id: 7, lines: [] }, ...rollPage(() => roll), ...drawn }, function fill() { return this.renew() })
  made.setData = (change) => Object.assign(made.data, change)
  const question = async (number) => {
    while (asked.length < number) await new Promise(setImmediate)
    return asked[number - 1]
  }
  return { made, question }
}

test('the kept roll is there at once, and the list anew behind it', async () => {
  const { made, question } = page()
  const reload = made.reload()
  assert.deepEqual([made.data.state, made.data.lines], ['ready', ['not_yet', 'not_yet']])
  const first = await question(1)
  first.answer([{ ...LINES[0], status: 'present' }, LINES[1]])
  await reload
  assert.deepEqual(made.data.lines, ['present', 'not_yet'])
})

test('whoever was marked and handed in while the list was on its way stays so', async () => {
  const { made, question } = page()
  const reload = made.reload()
  const first = await question(1)
  made.note(2, 'present')
  while (made.book().marks.length) await new Promise(setImmediate)
  first.answer(LINES)
  await reload
  assert.deepEqual(made.data.lines, ['not_yet', 'present'])
})

test('trouble of the backend leaves the kept roll as no network does', async () => {
  const { made, question } = page()
  const reload = made.reload()
  const first = await question(1)
  first.fail({ code: 'server_trouble', message: '', isSettled: false })
  await reload
  assert.deepEqual([made.data.state, made.data.isOffline], ['ready', true])
})

test('a roll that is no longer mine is shown no more', async () => {
  const { made, question } = page()
  const reload = made.reload()
  const first = await question(1)
  first.fail({ code: 'not_found', message: '没有找到', isSettled: true })
  await reload
  assert.deepEqual([made.data.state, made.data.error], ['error', '没有找到'])
})

test('without a kept roll the page waits for the list', async () => {
  const { made, question } = page(null)
  const reload = made.reload()
  assert.equal(made.data.state, 'loading')
  const first = await question(1)
  first.answer(LINES)
  await reload
  assert.deepEqual([made.data.state, made.data.lines.length], ['ready', 2])
})
