// @ts-check
const binding = require('../../services/binding')
const session = require('../../services/session')
const drafts = require('../../utils/drafts')
const { loading } = require('../../utils/page')

const DRAFT = 'binding'
const EMPTY = { name: '', phone: '', isByHand: false, organisation: {} }

Page(
  loading(
    {
      data: { form: EMPTY, wrong: {}, needsOrganisation: false },

      onShow() {},
      put(/** @type {Record<string, any>} */ change) {
        const form = { ...this.data.form, ...change }
        this.setData({ form, wrong: {} })
        drafts.save(DRAFT, form)
      },
      type(/** @type {any} */ event) {
        this.put({ [event.currentTarget.dataset.name]: event.detail.value })
      },
      chooseOrganisation(/** @type {any} */ event) {
        this.put({ organisation: event.detail })
      },
      toggleHand() {
        this.put({ isByHand: !this.data.form.isByHand })
      },
      isReady() {
        const { form, needsOrganisation } = this.data
        const wrong = {
          ...(!form.name.trim() && { name: '请写您的姓名' }),
          ...(form.isByHand && !/^1\d{10}$/.test(form.phone) && { phone: '手机号是 11 位数字' }),
          ...((form.isByHand || needsOrganisation) && !form.organisation.id && { organisation_id: '请选择您的村或单位' }),
        }
        this.setData({ wrong })
        return Object.keys(wrong).length === 0
      },
      /** WeChat's phone button was answered. */
      onPhone(/** @type {any} */ event) {
        const { code, errno } = event.detail
        if (code) return this.send({ code })
        if (errno === 1400001) this.put({ isByHand: true }) // this month's free phone look-ups are used up
        return undefined
      },
      sendByHand() {
        return this.send({ phone: this.data.form.phone })
      },
      send(/** @type {{code?: string, phone?: string}} */ proof) {
        if (!this.isReady()) return undefined
        const { name, organisation } = this.data.form
        return this.once('send', async () => {
          try {
            const answer = await binding.bindPhone({ ...proof, name: name.trim(), ...(organisation.id && { organisation_id: organisation.id }) })
            drafts.clear(DRAFT)
            await session.refresh()
            this.setData(outcome(answer))
          } catch (error) {
            const { code, fields } = /** @type {any} */ (error)
            if (code === 'organisation_required') this.setData({ needsOrganisation: true, wrong: fields })
            throw error
          }
        })
      },
      done() {
        wx.switchTab({ url: '/pages/home/home' })
      },
    },
    async function load() {
      const me = await session.refresh()
      const form = { ...EMPTY, ...drafts.load(DRAFT) }
      return { form, ...(me.is_bound ? outcome({ binding: 'bound', person: me }) : {}) }
    },
  ),
)

function outcome(/** @type {any} */ { binding: state, person }) {
  if (state !== 'bound' && !person.is_bound) {
    return { outcome: { icon: 'cloud', title: '申请交上去了', text: '书记会核对您的姓名和手机尾号，结果发到“消息”里。这期间一样可以看心愿、许心愿。' } }
  }
  const where = person.organisation ? person.organisation.name : ''
  return { outcome: { icon: 'check', title: `${person.name}，认证好了`, text: `${where}的名册上找到了您。` } }
}
