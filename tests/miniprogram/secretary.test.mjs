// What a secretary's pages work out for themselves: times, forms, codes on the wall, pasted lists, audiences.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const { loaded: [times, plan, clock, group, audience, words, work, fixedDay, noticeWords] } = load([
  'secretary/utils/times.js', 'secretary/utils/event-plan.js', 'secretary/utils/code-clock.js', 'secretary/utils/group-words.js',
  'secretary/utils/audience.js', 'secretary/utils/words.js', 'utils/seat-work.js', 'secretary/utils/fixed-day.js', 'secretary/utils/notice-words.js',
])
const NOON = Date.parse('2026-11-25T12:00:00+08:00')

test('a form\'s day and clock are Shanghai\'s, whatever the phone is set to', () => {
  assert.equal(times.dayOf('2026-11-25T16:30:00Z'), '2026-11-26')
  assert.equal(times.clockOf('2026-11-25T16:30:00Z'), '00:30')
  assert.equal(times.instant('2026-11-26', '00:30'), '2026-11-26T00:30:00+08:00')
  assert.equal(times.later('22:30', 3), '23:59')
})

test('times that make no sense are named before anything is sent', () => {
  const form = (from, to, day = '2026-11-25') => times.faults({ day, from, to }, NOON)
  assert.deepEqual(form('14:00', '16:00'), {})
  assert.equal(form('16:00', '14:00').day, '结束要在开始之后')
  assert.equal(form('09:00', '11:00').day, '这个时间已经过了')
  assert.equal(form('09:00', '11:00', '').day, '请选择日期和时间')
})

const EVENT = {
  title: '清洁家园', detail: '', place: '村部', starts_at: '2026-12-05T09:00:00+08:00', ends_at: '2026-12-05T11:00:00+08:00',
  posts: [{ id: 1, name: '清扫', capacity: 10, needs: '' }, { id: 2, name: '清运', capacity: 5, needs: '' }], attendance_mode: 'roll_call', audience: 'everyone',
}

test('an event\'s form sends only what was changed', () => {
  const form = { ...plan.EMPTY, ...plan.asForm(EVENT) }
  assert.deepEqual(plan.changed(EVENT, form), {})
  assert.equal(plan.hasMoved(EVENT, form), false)
  const moved = { ...form, from: '10:00', to: '12:00', posts: [{ ...form.posts[0], capacity: '12' }, form.posts[1]] }
  assert.deepEqual(plan.changed(EVENT, moved), {
    starts_at: '2026-12-05T10:00:00+08:00', ends_at: '2026-12-05T12:00:00+08:00', posts: [{ id: 1, name: '清扫', capacity: 12, needs: '' }],
  })
  assert.equal(plan.hasMoved(EVENT, moved), true)
})

test('posts without a name, without people or of the same name are sent back', () => {
  const form = { ...plan.EMPTY, ...plan.asForm(EVENT), day: '2099-12-05' }
  const posts = (...given) => plan.faults({ ...form, posts: given.map((post) => ({ needs: '', ...post })) }, false).posts
  assert.equal(posts({ name: '清扫', capacity: '3' }), undefined)
  assert.equal(posts({ name: '', capacity: '3' }), '每个岗位都要写名称和人数')
  assert.equal(posts({ name: '清扫', capacity: '0' }), '每个岗位都要写名称和人数')
  assert.equal(posts({ name: '清扫', capacity: '3' }, { name: '清扫 ', capacity: '3' }), '岗位名称不能一样')
})

test('a code is renewed before it is old and stale when it opens nothing, by the phone\'s own clock', () => {
  const answer = { code: 'c', next_at: '2001-01-01T00:00:30Z', expires_at: '2001-01-01T00:01:00Z' } // the phone's clock is far off
  const shown = clock.received(answer, NOON)
  assert.equal(clock.pause(shown, true, NOON), 25_000)
  assert.equal(clock.pause(shown, false, NOON), 3_000)
  assert.equal(clock.isStale(shown, NOON + 59_999), false)
  assert.equal(clock.isStale(shown, NOON + 60_000), true)
  assert.equal(clock.isStale(null, NOON), true)
})

const person = (person_id, name, phone = '*******0012') => ({ person_id, name, group: '', phone })
const entry = (more) => ({ text: '1', candidates: [person(1, '张三')], is_sure: true, others: 0, note: '', stays_away: false, replaces: [], ...more })

test('what is plain is ticked, namesakes and doubtful names wait for a person, and each person is written once', () => {
  const rows = [
    entry({}), entry({ is_sure: false, candidates: [person(2, '李四')] }), entry({ candidates: [person(3, '王五'), person(4, '王五', '*******0034')] }),
    entry({ candidates: [] }), entry({}),
  ].map(group.asRow)
  assert.deepEqual(rows.map((row) => row.isOn), [true, false, false, false, true])
  assert.deepEqual(rows[2].candidates.map((each) => each.hint), ['尾号 0012', '尾号 0034'])
  assert.deepEqual(group.confirmed(rows).map((row) => row.chosen), [1])
})

test('a line that the same person wrote before is shown with the one that counts', () => {
  assert.equal(group.asRow(entry({ replaces: ['张三', '张三 请假'] }), 0).replaced, '张三；张三 请假')
  assert.equal(group.asRow(entry({}), 0).replaced, '')
})

test('a namesake chosen in two lines is named, so that one of them is taken out', () => {
  const twins = { candidates: [person(3, '王五'), person(4, '王五', '*******0034')] }
  const chosen = (...people) => people.map((id, place) => ({ ...group.asRow(entry(twins), place), chosen: id, isOn: true }))
  assert.equal(group.chosenTwice(chosen(3, 4)), '')
  assert.equal(group.chosenTwice(chosen(3, 3)), '王五')
})

test('who stays away is put on leave for a Party day and not signed up for an event', () => {
  const away = group.asRow(entry({ stays_away: true }), 0)
  assert.equal(group.meaning(away, 'day'), '记请假')
  assert.equal(group.canBeOn(away, 'day'), true)
  assert.equal(group.canBeOn(away, 'event'), false)
  assert.equal(group.meaning(group.asRow(entry({ others: 2 }), 0), 'event'), '报名，连同行 3 人')
})

test('an audience is one place or gathering, and roles besides', () => {
  assert.deepEqual(audience.bodyOf('organisation_id:5', ['member']), { organisation_id: 5, roles: ['member'] })
  const groups = audience.groupsOf({ organisations: [{ id: 5, name: '东坑村' }], alliances: [], events: [], party_days: [{ id: 3, title: '党日', starts_at: '2026-11-25T19:00:00+08:00' }] }, NOON)
  assert.deepEqual(groups.map((each) => each.items.map((item) => item.key)), [['organisation_id:5'], ['party_day_id:3']])
})

test('a Party day offers what its state and the hour allow', () => {
  const day = { status: 'planned', check_in: 'both', starts_at: '2026-11-25T14:00:00+08:00', ends_at: '2026-11-25T16:00:00+08:00' }
  const acts = (change, now = NOON) => Object.entries(words.dayActs({ ...day, ...change }, change.isHost !== false, now)).filter(([, can]) => can).map(([name]) => name)
  assert.deepEqual(acts({}), ['code', 'roll', 'leave', 'copy', 'paste', 'change', 'cancel'])
  assert.deepEqual(acts({ check_in: 'roll_call' }, NOON + 3 * 3600e3), ['roll', 'leave', 'cancel'])
  assert.deepEqual(acts({ status: 'draft' }), ['publish', 'change', 'cancel'])
  assert.deepEqual(acts({ isHost: false }), ['code', 'roll', 'leave', 'paste'])
  assert.deepEqual(acts({ status: 'cancelled' }), [])
  assert.deepEqual(acts({ status: 'closed' }, NOON + 24 * 3600e3), ['roll'])
})

test('the code of what begins after midnight, or goes on over it, can be shown the evening before and after', () => {
  const night = { status: 'open', attendance_mode: 'scan', starts_at: '2026-11-26T00:20:00+08:00', ends_at: '2026-11-26T02:00:00+08:00' }
  const canShow = (change, at) => words.eventActs({ ...night, ...change }, Date.parse(at)).code
  assert.equal(canShow({}, '2026-11-25T23:55:00+08:00'), true)
  assert.equal(canShow({}, '2026-11-25T12:00:00+08:00'), false)
  assert.equal(canShow({ starts_at: '2026-11-25T23:00:00+08:00' }, '2026-11-26T00:30:00+08:00'), true)
})

test('what waits is told with where it is done, and nothing unknown is shown', () => {
  const rows = work.rowsOf({ to_do: [{ kind: 'decide_leaves', count: 2 }, { kind: 'something_new', count: 1 }] })
  assert.deepEqual(rows.map((row) => [row.count, row.url]), [[2, '/secretary/leaves/leaves']])
})

test('the fixed day is a day of the month or the n-th weekday, and from November on next year is planned', () => {
  const rule = { month_day: null, week: 2, weekday: 5, starts: '09:00', minutes: 120, place: '村部' }
  assert.deepEqual(fixedDay.asBody(fixedDay.asForm(rule)), { week: 2, weekday: 5, starts: '09:00', minutes: 120, place: '村部' })
  assert.deepEqual(fixedDay.asBody({ ...fixedDay.EMPTY, way: 'day', monthDay: '31' }), { month_day: 31, starts: '09:00', minutes: 120, place: '' })
  assert.deepEqual(fixedDay.faults({ ...fixedDay.EMPTY, way: 'day', monthDay: '32', minutes: '5' }), { month_day: '请写 1 到 31', minutes: '15 到 720 分钟' })
  assert.deepEqual([fixedDay.yearToPlan(Date.parse('2026-10-31T23:00:00+08:00')), fixedDay.yearToPlan(Date.parse('2026-11-01T00:30:00+08:00'))], [2026, 2027])
})

test('a notice to many is approved by somebody else than its author, and what is out can be withdrawn', () => {
  const acts = (status, is_mine) => Object.entries(noticeWords.actsOn({ status, is_mine })).filter(([, can]) => can).map(([name]) => name)
  assert.deepEqual(acts('awaiting_approval', false), ['approve'])
  assert.deepEqual(acts('awaiting_approval', true), ['takeBack'])
  assert.deepEqual(acts('returned', true), ['rewrite', 'takeBack'])
  assert.deepEqual(acts('held', true), ['release', 'takeBack'])
  assert.deepEqual(acts('sent', true), ['withdraw'])
  assert.deepEqual(acts('withdrawn', true), [])
  assert.equal(noticeWords.adviceOf({ status: 'returned', reason: '时间写错了' }), '复核的人退回了：时间写错了')
})
