// The roll on the phone: nothing marked is lost, nothing counts twice, and only a person settles a conflict.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const DAY = '7'
const ABOUT = { title: '主题党日' }
const line = (person_id, status = 'not_yet', more = {}) => ({ person_id, name: `党员${person_id}`, group: '', phone: '', status, checked_in_at: null, is_struck: false, says_coming: false, ...more })

function open(lines = [line(1), line(2), line(3, 'observer')]) {
  const { loaded: [book], storage } = load(['secretary/utils/roll-book.js'])
  book.renew(DAY, ABOUT, lines)
  return { book, storage, now: () => book.load(DAY) }
}

test('a mark shows at once and waits under its own nonce', () => {
  const { book, now } = open()
  book.mark(now(), { person_id: 1, status: 'present' })
  book.mark(now(), { person_id: 2, status: 'absent' })
  const shown = book.shown(now())
  assert.deepEqual(shown.map((each) => [each.status, each.isWaiting]), [['present', true], ['absent', true], ['observer', false]])
  const [one, other] = book.batch(now())
  assert.notEqual(one.nonce, other.nonce)
  assert.deepEqual(book.count(shown), { expected: 2, present: 1, notYet: 0, waiting: 2 })
})

test('what is stored leaves the phone, and a new list keeps what still waits', () => {
  const { book, now } = open()
  book.mark(now(), { person_id: 1, status: 'present' })
  book.mark(now(), { person_id: 2, status: 'absent' })
  const [first] = book.batch(now())
  book.settle(now(), [{ nonce: first.nonce, person_id: 1, result: 'stored', status: 'present', checked_in_at: '2026-12-05T09:00:00+08:00' }])
  book.renew(DAY, ABOUT, [line(1, 'present'), line(2)])
  assert.deepEqual(book.batch(now()).map((each) => each.person_id), [2])
})

test('the same marks are sent under the same nonces until they are answered', () => {
  const { book, now } = open()
  book.mark(now(), { person_id: 1, status: 'present' })
  assert.deepEqual(book.batch(now()), book.batch(now()))
  const [mark] = book.batch(now())
  book.settle(now(), [{ nonce: mark.nonce, person_id: 1, result: 'repeated', status: 'present', checked_in_at: null }])
  assert.deepEqual(book.batch(now()), [])
})

test('a conflict shows what the sheet says and is not sent again by itself', () => {
  const { book, now } = open()
  book.mark(now(), { person_id: 1, status: 'absent' })
  const [mark] = book.batch(now())
  book.settle(now(), [{ nonce: mark.nonce, person_id: 1, result: 'conflict', status: 'present', checked_in_at: '2026-12-05T09:00:00+08:00' }])
  assert.equal(book.shown(now())[0].status, 'present')
  assert.deepEqual(book.batch(now()), [])
  assert.equal(now().marks[0].conflict, 'present')
})

test('to insist is a new word, with a new nonce and a later time; to yield leaves none', () => {
  const { book, now } = open()
  book.mark(now(), { person_id: 1, status: 'absent' }, 1000)
  const [old] = book.batch(now())
  book.settle(now(), [{ nonce: old.nonce, person_id: 1, result: 'conflict', status: 'on_leave', checked_in_at: null }])
  book.insist(now(), old.nonce, 9000)
  const [again] = book.batch(now())
  assert.notEqual(again.nonce, old.nonce)
  assert.ok(again.marked_at > old.marked_at)
  book.drop(now(), again.nonce)
  assert.deepEqual(now().marks, [])
})

test('a mark that is refused is set aside with the reason, and the others go on', () => {
  const { book, now } = open()
  book.mark(now(), { person_id: 1, status: 'present', code: 'P1.old' })
  book.mark(now(), { person_id: 2, status: 'present' })
  const [bad] = book.batch(now())
  assert.deepEqual([bad.code, 'person_id' in bad], ['P1.old', false])
  book.refuse(now(), bad.nonce, '个人码已过期')
  assert.deepEqual(book.batch(now()).map((each) => each.person_id), [2])
  assert.equal(book.shown(now())[0].status, 'not_yet')
})

test('who does not count in 应到 sits in when they come, and stays when they do not', () => {
  const { book, now } = open([line(1, 'exempt'), line(2, 'observer')])
  book.mark(now(), { person_id: 1, status: 'present' })
  book.mark(now(), { person_id: 2, status: 'absent' })
  assert.deepEqual(book.shown(now()).map((each) => [each.status, each.hasCome]), [['observer', true], ['observer', false]])
  assert.equal(book.count(book.shown(now())).expected, 0)
})

test('a code names its person also without signal; any other text names nobody', () => {
  const { book } = open()
  assert.equal(book.personIn('P42.aRzJ5v0Jq3xXw1bT'), 42)
  for (const text of ['w=7', 'P.x', 'aRzJ5v0Jq3xXw1bT', 'P1234567890.x', '']) assert.equal(book.personIn(text), 0)
})

test('at most two hundred marks go at once', () => {
  const { book, now } = open(Array.from({ length: 201 }, (_, index) => line(index + 1)))
  for (let person = 1; person <= 201; person++) book.mark(now(), { person_id: person, status: 'present' })
  assert.equal(book.batch(now()).length, 200)
})

test('other rolls go, of Party days and events alike, once all they said was handed in, those with marks stay', () => {
  const { book, storage, now } = open()
  book.mark(now(), { person_id: 1, status: 'present' })
  book.renew('event-8', ABOUT, [line(1)])
  book.renew('9', ABOUT, [line(1)])
  assert.deepEqual([...storage.keys()].filter((key) => key.startsWith('roll-')), ['roll-7', 'roll-9'])
})

test('who is here at an event has come; only an arrival said by somebody else needs more than my later word', () => {
  const { book, now } = open([line(1), line(2, 'absent')])
  book.mark(now(), { person_id: 1, status: 'attended' })
  book.mark(now(), { person_id: 2, status: 'attended' })
  assert.deepEqual(book.shown(now()).map((each) => [each.status, each.hasCome]), [['attended', true], ['attended', true]])
  assert.ok(book.takesAway({ status: 'absent', conflict: 'attended' }))
  assert.ok(!book.takesAway({ status: 'attended', conflict: 'absent' }))
  assert.ok(!book.takesAway({ status: 'online', conflict: 'present' }))
})

test('the first page knows which rolls are kept here and how many marks of each wait', () => {
  const { loaded: [book, { keptRolls }] } = load(['secretary/utils/roll-book.js', 'utils/kept-rolls.js'])
  book.mark(book.renew('7', ABOUT, [line(1)]), { person_id: 1, status: 'present' })
  book.renew('event-9', { title: '清水渠' }, [line(1)])
  assert.deepEqual(keptRolls(), [
    { title: '主题党日', url: '/secretary/roll/roll?id=7', waiting: 1 },
    { title: '清水渠', url: '/secretary/event-roll/event-roll?id=9', waiting: 0 },
  ])
})

test('while the phone acts for an elder the first page leads to no roll', () => {
  const { loaded: [book, { keptRolls }, acting] } = load(['secretary/utils/roll-book.js', 'utils/kept-rolls.js', 'utils/acting.js'])
  book.renew('7', ABOUT, [line(1)])
  acting.start({ id: 12, name: '王秀英' })
  assert.deepEqual(keptRolls(), [])
})

const STONE = { who: { name: '石路人', phone: '19900007788' }, line: { name: '石路人', phone: '7788', place: 'confirmed', status: 'not_yet' } }

test('a newcomer shows at once beside the others, waits, and is no mark to be sent yet', () => {
  const { book, now } = open()
  book.mark(now(), { status: 'attended', ...STONE })
  const newcomer = book.shown(now()).at(-1)
  assert.deepEqual([newcomer.name, newcomer.status, newcomer.hasCome, newcomer.isWaiting, newcomer.isNew], ['石路人', 'attended', true, true, true])
  assert.deepEqual(book.batch(now()), [])
  assert.equal(book.waiting(now()).length, 1)
})

test('whoever is put on the list is a mark like any other, and what was typed leaves the phone', () => {
  const { book, storage, now } = open()
  book.mark(now(), { status: 'attended', ...STONE })
  book.admit(now(), now().marks[0].nonce, line(9))
  assert.deepEqual(book.batch(now()).map((each) => [each.person_id, each.status]), [[9, 'attended']])
  assert.equal(book.shown(now()).length, 4)
  assert.ok(!JSON.stringify(storage.get('roll-7')).includes('19900007788'))
})

test('who waits for a place and is let in shows with a place, and waits again where there is none', () => {
  const { book, now } = open([line(1, 'not_yet', { place: 'waiting' })])
  book.mark(now(), { person_id: 1, status: 'attended', who: { person_id: 1 }, line: { place: 'confirmed' } })
  assert.deepEqual(book.shown(now()).map((each) => [each.name, each.place]), [['党员1', 'confirmed']])
  book.refuse(now(), now().marks[0].nonce, '名额已经满了')
  assert.deepEqual(book.shown(now()).map((each) => [each.place, each.isWaiting]), [['waiting', false]])
})

test('a newcomer who was refused is tried again under the same nonce', () => {
  const { book, now } = open()
  book.mark(now(), { status: 'attended', ...STONE })
  const [{ nonce }] = now().marks
  book.refuse(now(), nonce, '名额已经满了')
  assert.deepEqual(book.waiting(now()), [])
  book.retry(now(), nonce)
  assert.deepEqual(book.waiting(now()).map((each) => [each.nonce, each.who]), [[nonce, STONE.who]])
})

test('marks that an earlier version of the mini-program kept are not lost', () => {
  const { loaded: [book], storage } = load(['secretary/utils/roll-book.js'])
  const mark = { nonce: 'n-1', person_id: 1, status: 'present', marked_at: '2026-12-05T01:00:00.000Z' }
  storage.set('roll-7', { day: { id: 7, title: '主题党日' }, lines: [line(1)], marks: [mark] })
  const kept = book.load('7')
  assert.deepEqual([kept.key, kept.about.title, book.batch(kept).length], ['7', '主题党日', 1])
})
