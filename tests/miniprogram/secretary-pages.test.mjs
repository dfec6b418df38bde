// The secretary's pages: what they ask of the backend, and what they ask and tell the secretary.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from './fake-page.mjs'

const EVENT = { title: '清水渠', starts_at: '2026-12-05T09:00:00+08:00', ends_at: '2026-12-05T11:00:00+08:00', place: '村口', posts: [], status: 'open', can_run: true }
const events = (...ids) => ids.map((id) => ({ ...EVENT, id }))

test('the secretary\'s events are those they run, part by part', async () => {
  const { page, asked } = await open('secretary/events/events', {}, { 'GET /api/events?period=upcoming&kept=true': { items: events(1, 2), next: null } })
  assert.deepEqual(page.data.items.map((each) => each.id), [1, 2])
  assert.equal(asked.length, 1)
})
