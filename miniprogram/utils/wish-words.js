// @ts-check
// A wish as people read it: words for its kind and state, and what stands on its card.
const dates = require('./dates')

const KINDS = { goods: '实物', service: '服务', company: '陪伴', skill: '技能' }
const STATUSES = {
  draft: '草稿',
  pending: '待核实',
  held: '待核实',
  rejected: '需修改',
  open: '待认领',
  in_progress: '办理中',
  awaiting_confirmation: '待确认',
  fulfilled: '已实现',
  withdrawn: '已撤回',
  expired: '已超期',
}
// Colour never speaks alone: the word stands in it.
const TONES = { open: 'red', in_progress: 'blue', awaiting_confirmation: 'gold', fulfilled: 'green', rejected: 'gold', pending: 'gold', held: 'gold' }
const CLAIMS = { active: '办理中', delivered: '已办好，等确认', confirmed: '已实现' }

/** @typedef {Record<string, any>} Wish as the API answers it */

/** What the card needs, and nothing it would have to work out. */
function asCard(/** @type {Wish} */ wish, now = Date.now()) {
  const { total, taken } = wish.shares
  return {
    id: wish.id,
    title: wish.title,
    detail: wish.detail,
    who: wish.public_name || wish.organisation.name,
    kind: kindOf(wish.kind),
    status: wish.status,
    statusName: statusOf(wish.status),
    tone: TONES[/** @type {keyof typeof TONES} */ (wish.status)] || 'grey',
    when: `${dates.day(wish.opened_at || wish.created_at, now)}${wish.opened_at ? '上墙' : '提交'}`,
    shares: total > 1 && wish.status === 'open' ? `${total} 份，还差 ${total - taken} 份` : total > 1 ? `${total} 份` : '',
    isMine: Boolean(wish.mine && wish.mine.made),
    mineClaim: wish.mine && wish.mine.claim ? claimOf(wish.mine.claim.status) : '',
  }
}

const kindOf = (/** @type {string} */ kind) => KINDS[/** @type {keyof typeof KINDS} */ (kind)] || kind
const statusOf = (/** @type {string} */ status) => STATUSES[/** @type {keyof typeof STATUSES} */ (status)] || status
const claimOf = (/** @type {string} */ status) => CLAIMS[/** @type {keyof typeof CLAIMS} */ (status)] || ''

/** What is fixed about a wish, for the rows of its page. */
function factsOf(/** @type {Wish} */ wish, now = Date.now()) {
  const { total, taken } = wish.shares
  return [
    { name: '类型', text: kindOf(wish.kind) + (wish.estimated_value ? `，约 ${wish.estimated_value} 元` : '') },
    { name: '地点', text: wish.organisation.name },
    total > 1 && { name: '份数', text: `共 ${total} 份，已认领 ${taken} 份` },
    wish.opened_at ? { name: '上墙', text: dates.dayAndTime(wish.opened_at, now) } : { name: '提交', text: dates.dayAndTime(wish.created_at, now) },
    wish.is_for_child && { name: '说明', text: '为孩子许的心愿，由村里安排并陪同' },
  ].filter(Boolean)
}

const REASONS = { rejected: '退回的理由，请改好再提交', withdrawn: '撤回的原因' }

/** Why it came back, in words: from the village, or from the wisher who still misses something; null for nothing. */
function reasonOf(/** @type {Wish} */ wish) {
  const title = REASONS[/** @type {keyof typeof REASONS} */ (wish.status)] || '还没办好的地方'
  return wish.reason ? { title, text: wish.reason } : null
}

/** What this person can do with the wish now: one main act, the others quiet. */
function actsOn(/** @type {Wish} */ wish) {
  const isMine = Boolean(wish.mine && wish.mine.made)
  const claim = wish.mine && wish.mine.claim
  const isActive = Boolean(claim && claim.status === 'active')
  const { village } = wish
  const isUnverified = ['pending', 'held'].includes(wish.status)
  const canConfirm = wish.status === 'awaiting_confirmation' && (isMine || Boolean(village && village.can_follow_up))
  return {
    claim: wish.status === 'open' && !claim && !isMine,
    claimAsMaker: wish.status === 'open' && !claim && isMine && Boolean(village), // who asked for others may help as well
    fulfil: isActive,
    progress: isActive,
    giveUp: isActive,
    confirm: canConfirm,
    isFollowUp: canConfirm && !isMine,
    verify: isUnverified && Boolean(village && village.can_verify),
    change: isMine && ['draft', 'pending', 'held', 'rejected'].includes(wish.status),
    withdraw: isMine && ['draft', 'pending', 'held', 'rejected', 'open', 'in_progress'].includes(wish.status),
    share: wish.status === 'open',
  }
}

module.exports = { KINDS, asCard, factsOf, reasonOf, actsOn, kindOf, statusOf }
