// @ts-check
const binding = require('../../services/binding')
const session = require('../../services/session')
const { filling } = require('../../utils/form-page')

const EMPTY = { name: '', phone: '', isByHand: false, organisation: {} }

Page(
  filling(
    {
      data: { form: EMPTY, needsOrganisation: false },

      draft: () => 'binding',
      toggleHand() {
        this.put({ isByHand: !this.data.form.isByHand })
      },
      isReady() {
        const { form, needsOrganisation } = this.data
        return this.isComplete({
          ...(!form.name.trim() && { name: '请写您的姓名' }),
          ...(form.isByHand && !/^1\d{10}$/.test(form.phone) && { phone: '手机号是 11 位数字' }),
          ...((form.isByHand || needsOrganisation) && !form.organisation.id && { organisation_id: '请选择您的村或单位' }),
        })
      },
      /** WeChat's phone button was answered. */
      onPhone(/** @type {any} */ event) {
        const { code, errno } = event.detail
        if (code) return this.send({ code })
        if (errno === 1400001) return this.put({ isByHand: true }) // this month's free phone look-ups are used up
        return wx.showToast({ title: '不用微信的手机号也行，点下面“手工填写手机号”', icon: 'none' }) // the person said no
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
            this.forget()
            await session.refresh()
            this.setData(outcome(answer))
          } catch (error) {
            const { code, fields } = /** @type {any} */ (error)
            if (code === 'organisation_required') this.setData({ needsOrganisation: true, wrong: fields })
            throw error
          }
        })
      },
      /** Back to what one was about to do, else to the first page. */
      done() {
        return getCurrentPages().length > 1 ? wx.navigateBack() : wx.switchTab({ url: '/pages/home/home' })
      },
    },
    async function load() {
      const me = await session.refresh()
      const form = { ...EMPTY, ...this.kept() }
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
