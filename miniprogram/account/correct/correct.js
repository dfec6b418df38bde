// @ts-check
const myData = require('../../services/my-data')
const session = require('../../services/session')
const { filling } = require('../../utils/form-page')

const EMPTY = { name: '', phone: '', note: '' }

Page(
  filling(
    {
      data: { form: EMPTY, me: null },

      draft: () => 'correction',
      send() {
        const { form } = this.data
        const wanted = Object.fromEntries(Object.entries(form).filter(([, value]) => value.trim()).map(([name, value]) => [name, value.trim()]))
        const wrong = {
          ...(!Object.keys(wanted).length && { note: '请写一写哪里不对' }),
          ...(wanted.phone && !/^1\d{10}$/.test(wanted.phone) && { phone: '手机号是 11 位数字' }),
        }
        if (!this.isComplete(wrong)) return undefined
        return this.once('send', async () => {
          const { organisation } = await myData.askCorrection(wanted)
          this.forget()
          await wx.showModal({ title: '交上去了', content: `${organisation}的书记核对后会更正，结果发到“消息”里。`, showCancel: false, confirmText: '好' })
          wx.navigateBack()
        })
      },
      bind() {
        wx.redirectTo({ url: '/account/bind/bind' })
      },
    },
    async function load() {
      return { me: await session.refresh(), form: { ...EMPTY, ...this.kept() } }
    },
  ),
)
