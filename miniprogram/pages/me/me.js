// @ts-check
const follow = require('../../services/follow')
const grants = require('../../services/grants')
const home = require('../../services/home')
const session = require('../../services/session')
const avatar = require('../../utils/avatar')
const elder = require('../../utils/elder')
const { nameOf, standingOf, titlesOf } = require('../../utils/me-words')
const { loading } = require('../../utils/page')

/** How far the binding is, in a word and a sentence. */
function bindingOf(/** @type {any} */ me) {
  if (me.is_bound) return { name: '已认证', tone: 'green' }
  return me.has_request_waiting ? { name: '等书记核对', tone: 'gold' } : { name: '未认证', tone: 'grey' }
}

Page(
  loading(
    {
      data: { me: null, rows: [] },

      /** A number to be typed into the page that the Official Account's chat opens. */
      follow() {
        return this.once('follow', async () => {
          const code = await follow.makeCode()
          const content = `在公众号里点“关联身份”，填这 6 位数字：${code.slice(0, 3)} ${code.slice(3)}。10 分钟内有效。`
          await wx.showModal({ title: '关联公众号', content, showCancel: false, confirmText: '好' })
        })
      },
      /** At once on this phone; the account hears of it now, or when the network is back. */
      switchElder(/** @type {any} */ event) {
        elder.set(event.detail.value)
        elder.show(this)
        session.refresh().catch(() => {})
      },
    },
    async function load() {
      const [me, today, left] = await Promise.all([session.refresh(), home.get(), grants.load()])
      return {
        me,
        avatar: avatar.get(),
        initial: nameOf(me).slice(0, 1),
        name: nameOf(me),
        where: me.organisation ? me.organisation.name : '还没有选择村或单位',
        binding: bindingOf(me),
        titles: [me.is_bound ? standingOf(me) : '', ...titlesOf(me)].filter(Boolean),
        hasTools: session.hasTools(me),
        unread: today.unread,
        reminders: left.reduce((sum, each) => sum + each.left, 0),
        toDo: today.to_do.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.count, 0),
      }
    },
  ),
)
