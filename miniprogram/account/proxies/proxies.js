// @ts-check
const proxies = require('../../services/proxies')
const session = require('../../services/session')
const { filling } = require('../../utils/form-page')

const RELATIONS = { relative: '亲属', neighbour: '邻居', secretary: '书记' }
const EMPTY = { side: 'i_help', name: '', relation: 'relative' }
const NO_MORE = { title: '不再代办？', content: '以前办过的事都还在。', confirmText: '不再代办' }
const TAKE_BACK = { title: '收回这个请求？', content: '对方就不用再定了；想办的时候可以再请。', confirmText: '收回' }

Page(
  filling(
    {
      data: { iHelp: [], helpMe: [], toDecide: [], form: EMPTY },

      draft: () => 'proxy',
      /** From here on the phone is that person's, until one changes back. */
      act(/** @type {any} */ event) {
        session.actFor(this.data.iHelp[event.currentTarget.dataset.index].elder)
      },
      ask() {
        const { form } = this.data
        if (!this.isComplete(form.name.trim() ? {} : { name: '请写他的姓名' })) return undefined
        return this.once('ask', async () => {
          try {
            const made = await proxies.ask({ ...form, name: form.name.trim() })
            this.forget()
            this.setData({ form: EMPTY })
            await this.reload()
            wx.showToast({ title: made.status === 'active' ? '办好了' : '等对方或书记确认', icon: 'none' })
          } catch (error) {
            const { fields, message } = /** @type {any} */ (error)
            if (!fields || !fields.name) throw error
            this.setData({ wrong: { name: message } })
          }
        })
      },
      decide(/** @type {any} */ event) {
        const { id, decision } = event.currentTarget.dataset
        return this.once(`${decision}-${id}`, async () => {
          await proxies.decide(id, decision)
          await this.reload()
        })
      },
      end(/** @type {any} */ event) {
        const { id, active: isActive } = event.currentTarget.dataset
        return this.onceAgreed('end', isActive ? NO_MORE : TAKE_BACK, async () => {
          await proxies.end(id)
          await this.reload()
        })
      },
    },
    async function load() {
      const [me, found] = await Promise.all([session.me(), proxies.list()])
      const mine = [...found.i_help, ...found.help_me]
      return {
        isBound: me.is_bound,
        isWaiting: me.has_request_waiting,
        form: { ...EMPTY, ...this.kept() },
        iHelp: found.i_help.map(present),
        helpMe: found.help_me.map(present),
        toDecide: [...mine, ...found.to_decide.filter((/** @type {any} */ each) => !mine.some((other) => other.id === each.id))]
          .filter((/** @type {any} */ each) => each.may_decide)
          .map(present),
      }
    },
  ),
)

const present = (/** @type {any} */ each) => ({
  ...each,
  isActive: each.status === 'active',
  relationName: RELATIONS[/** @type {keyof typeof RELATIONS} */ (each.relation)],
  said: each.status === 'active' ? '可以办了' : '等对方或书记确认',
})
