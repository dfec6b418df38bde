// @ts-check
const complaints = require('../../services/complaints')
const session = require('../../services/session')
const dates = require('../../utils/dates')
const { filling } = require('../../utils/form-page')

const EMPTY = { kind: 'complaint', text: '', to_township: false, wants_call: false, organisation: {} }

Page(
  filling(
    {
      data: { form: EMPTY, where: '' },

      draft: () => 'complaint',
      pick(/** @type {any} */ event) {
        const { name, value } = event.currentTarget.dataset
        this.put({ [name]: name === 'to_township' ? value === 'yes' : value })
      },
      send() {
        const { organisation, ...said } = this.data.form
        const wrong = {
          ...(!said.text.trim() && { text: '请写一写是什么事' }),
          ...(!this.data.where && !organisation.id && { organisation_id: '请选择是哪个村或单位的事' }),
        }
        if (!this.isComplete(wrong)) return undefined
        return this.once('send', async () => {
          const made = await complaints.send({ ...said, text: said.text.trim(), ...(organisation.id && { organisation_id: organisation.id }) })
          this.forget()
          const content = `${made.organisation.name}会在${dates.day(Date.parse(made.due_at) - 1)}前答复，答复发到“消息”里。`
          await wx.showModal({ title: '收到了', content, showCancel: false, confirmText: '好' })
          wx.navigateBack()
        })
      },
    },
    async function load() {
      const me = await session.me()
      return { where: me.organisation ? me.organisation.name : '', form: { ...EMPTY, ...this.kept() } }
    },
  ),
)
