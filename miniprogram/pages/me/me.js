// @ts-check
const grants = require('../../services/grants')
const home = require('../../services/home')
const session = require('../../services/session')
const elder = require('../../utils/elder')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')

const STANDINGS = { member: '正式党员', probationary: '预备党员', resident: '村民、居民' }
const ROLES = {
  secretary: '支部书记',
  assistant: '助理',
  grid_worker: '网格员',
  alliance_lead: '联盟负责人',
  area_lead: '片区负责人',
  township_officer: '镇党建办',
  county_officer: '县委组织部',
}

/** How far the binding is, in a word and a sentence. */
function bindingOf(/** @type {any} */ me) {
  if (me.is_bound) return { name: '已认证', tone: 'green' }
  return me.has_request_waiting ? { name: '等书记核对', tone: 'gold' } : { name: '未认证', tone: 'grey' }
}

Page(
  loading(
    {
      data: { me: null, rows: [] },

      open(/** @type {any} */ event) {
        go(event.currentTarget.dataset.url)
      },
      /** One more reminder of each kind. */
      remind() {
        return this.once('remind', async () => {
          await grants.askForMore()
          await this.reload()
        })
      },
      switchElder(/** @type {any} */ event) {
        elder.set(event.detail.value)
        this.setData({ elder: event.detail.value })
        this.getTabBar().refresh()
      },
    },
    async function load() {
      const [me, today, left] = await Promise.all([session.refresh(), home.get(), grants.load()])
      const waiting = Object.fromEntries(today.to_do.map((/** @type {any} */ each) => [each.kind, each.count]))
      return {
        me,
        initial: (me.name || '微').slice(0, 1),
        name: me.name || '微信用户',
        where: me.organisation ? me.organisation.name : '还没有选择村或单位',
        binding: bindingOf(me),
        titles: [me.is_bound ? STANDINGS[/** @type {keyof typeof STANDINGS} */ (me.standing)] : '', ...titlesOf(me)].filter(Boolean),
        isSeated: session.hasSeat(me),
        unread: today.unread,
        reminders: left.reduce((sum, each) => sum + each.left, 0),
        toVerify: waiting.verify_wishes || 0,
        toDecide: waiting.decide_requests || 0,
      }
    },
  ),
)

const titlesOf = (/** @type {any} */ me) => [
  ...new Set(me.roles.map((/** @type {any} */ each) => ROLES[/** @type {keyof typeof ROLES} */ (each.role)])),
]
