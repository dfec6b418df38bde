import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

const [words, scene, today] = load(['utils/wish-words', 'utils/scene', 'utils/today']).loaded
const WISH = {
  id: 7, title: '棉被', detail: '', kind: 'goods', status: 'open', organisation: { id: 1, name: '东坑村' }, public_name: '东坑村一位老人',
  shares: { total: 1, taken: 0 }, estimated_value: null, created_at: '2026-11-20T09:00:00+08:00', opened_at: null, mine: null, village: null,
}
const wish = (change) => ({ ...WISH, ...change })
const can = (change) => Object.entries(words.actsOn(wish(change))).filter(([, yes]) => yes).map(([name]) => name)

test('what can be done follows the state and whose it is', () => {
  const active = { made: false, claim: { status: 'active' } }
  assert.deepEqual(can({}), ['claim', 'share'])
  assert.deepEqual(can({ status: 'in_progress', mine: active }), ['fulfil', 'progress', 'giveUp'])
  assert.deepEqual(can({ mine: { made: true, claim: null } }), ['withdraw', 'share'])
  assert.deepEqual(can({ mine: { made: true, claim: null }, village: {} }), ['claimAsMaker', 'withdraw', 'share'])
  assert.deepEqual(can({ status: 'in_progress' }), [])
  assert.deepEqual(can({ status: 'rejected', mine: { made: true, claim: null } }), ['change', 'withdraw'])
  assert.deepEqual(can({ status: 'awaiting_confirmation', mine: { made: true, claim: null } }), ['confirm'])
  assert.deepEqual(can({ status: 'awaiting_confirmation', village: { can_follow_up: true } }), ['confirm', 'isFollowUp'])
  assert.deepEqual(can({ status: 'pending', village: { can_verify: true } }), ['verify'])
  assert.deepEqual(can({ status: 'fulfilled', mine: { made: true, claim: null } }), [])
})

test('a seat is offered what its functions allow, and no more', () => {
  const gridWorker = { can_verify: false, can_follow_up: true }
  const verifier = { can_verify: true, can_follow_up: false }
  assert.deepEqual(can({ status: 'pending', village: gridWorker }), [])
  assert.deepEqual(can({ status: 'awaiting_confirmation', village: verifier }), [])
})

test('several shares say how many are still missing', () => {
  assert.equal(words.asCard(wish({ shares: { total: 3, taken: 1 } })).shares, '3 份，还差 2 份')
})

test('a scene opens the page it names, and only known ones do', () => {
  assert.equal(scene.pageOf(encodeURIComponent('w=7')), '/wishes/wish/wish?id=7')
  assert.equal(scene.pageOf('e=8'), '/events/event/event?id=8')
  assert.equal(scene.pageOf('p=9'), '/party-days/day/day?id=9')
  assert.equal(scene.pageOf('n=10'), '/account/notice/notice?id=10')
  assert.equal(scene.pageOf('x=7'), '')
  assert.equal(scene.pageOf(undefined), '')
})

const ME = { name: '王', standing: 'member', is_bound: true, has_request_waiting: false, roles: [] }
const HOME = { to_do: [], wishes_to_confirm: [], claims: [], unread: 0, next_event: null, next_party_day: null, next_make_up: null }

test('the one thing to do today is the one somebody waits for', () => {
  const thing = (me, home) => today.oneThing({ ...ME, ...me }, { ...HOME, ...home }, Date.parse('2026-11-23T09:00:00+08:00')).url
  const claim = (due) => [{ wish_id: 3, title: '灯', progress_due_at: due }]
  const door = { party_day_id: 4, title: '学习', place: '', starts_at: '2026-11-23T09:30:00+08:00', can_check_in: true }
  const moved = { event_id: 5, title: '清洁', place: '', starts_at: '2026-11-28T09:00:00+08:00', must_decide: true }
  const task = (due) => ({ party_day_id: 6, title: '上一次', due_at: due })
  assert.equal(thing({}, { next_party_day: door, to_do: [{ kind: 'verify_wishes', count: 2 }] }), '/party-days/day/day?id=4')
  assert.equal(thing({}, { next_event: moved, wishes_to_confirm: [WISH] }), '/events/event/event?id=5')
  assert.equal(thing({}, { next_make_up: task('2026-11-26T00:00:00+08:00'), unread: 1 }), '/party-days/day/day?id=6')
  assert.equal(thing({}, { next_make_up: task('2026-12-06T00:00:00+08:00'), unread: 1 }), '/account/inbox/inbox')
  assert.equal(thing({}, { next_make_up: task('2026-12-06T00:00:00+08:00') }), '/party-days/day/day?id=6')
  assert.equal(thing({}, { next_party_day: { ...door, can_check_in: false }, unread: 1 }), '/party-days/day/day?id=4')
  assert.equal(thing({}, { to_do: [{ kind: 'verify_wishes', count: 2 }], unread: 1 }), '/secretary/verify/verify')
  assert.equal(thing({}, { wishes_to_confirm: [WISH], unread: 1 }), '/wishes/wish/wish?id=7')
  assert.equal(thing({}, { claims: claim('2026-11-25T09:00:00+08:00'), unread: 1 }), '/wishes/wish/wish?id=3')
  assert.equal(thing({}, { claims: claim('2026-12-03T09:00:00+08:00'), unread: 1 }), '/account/inbox/inbox')
  assert.equal(thing({ standing: 'resident' }, {}), '/wishes/make/make')
  assert.equal(thing({ is_bound: false }, {}), '/pages/wall/wall')
})

test('whoever has a wish in hand reads until when a word of progress is due', () => {
  const told = (due) => today.oneThing(ME, { ...HOME, claims: [{ wish_id: 3, title: '灯', progress_due_at: due }] }, Date.parse('2026-11-23T09:00:00+08:00')).text
  assert.equal(told('2026-11-29T09:00:00+08:00'), '请在 6 天内写一句进展。')
  assert.equal(told('2026-11-26T09:00:00+08:00'), '还有 3 天，写一句就好。')
  assert.equal(told('2026-11-23T18:00:00+08:00'), '今天到期，写一句就好。')
  assert.equal(told('2026-11-22T18:00:00+08:00'), '已过期，写一句就好。')
})

test('why a wish came back is said by whoever sent it back', () => {
  const titleOf = (status) => words.reasonOf({ ...WISH, status, reason: '短了一截' }).title
  assert.deepEqual(['rejected', 'in_progress', 'open', 'withdrawn'].map(titleOf), ['退回的理由，请改好再提交', '还没办好的地方', '还没办好的地方', '撤回的原因'])
  assert.equal(words.reasonOf({ ...WISH, reason: '' }), null)
})
