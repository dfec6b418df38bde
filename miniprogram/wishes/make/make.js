// @ts-check
const grants = require('../../services/grants')
const myData = require('../../services/my-data')
const session = require('../../services/session')
const wishes = require('../../services/wishes')
const acting = require('../../utils/acting')
const { filling } = require('../../utils/form-page')
const { KINDS } = require('../../utils/wish-words')

const EMPTY = {
  forWhom: 'me',
  wisher_name: '',
  title: '',
  detail: '',
  kind: 'goods',
  estimated_value: '',
  shares: 1,
  contact_phone: '',
  dropsPhone: false,
  is_for_child: false,
  may_show_name: false,
  organisation: {},
}
const MOST_SHARES = 20

Page(
  filling(
    {
      data: {
        id: 0,
        form: EMPTY,
        keptPhone: '', // given before, masked: it stays unless another is typed or it is dropped
        consent: null,
        kinds: Object.entries(KINDS).map(([value, name]) => ({ value, name })),
      },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0, forWhom: query.for === 'other' ? 'other' : 'me' })
        if (this.data.id) wx.setNavigationBarTitle({ title: '修改微心愿' })
      },
      /** The form is long: what is wrong elsewhere in it stays said. */
      follow(/** @type {any} */ _form, /** @type {any} */ change) {
        const isMended = (/** @type {string} */ name) => name in change || (name === 'organisation_id' && 'organisation' in change)
        return { wrong: Object.fromEntries(Object.entries(this.data.wrong).filter(([name]) => !isMended(name))) }
      },
      draft() {
        return `wish-${this.data.id || 'new'}`
      },
      /** Difficulties are sensitive: before they are written, a word of their own. */
      agree() {
        return this.once('agree', async () => {
          await myData.giveConsent(this.data.consent)
          this.setData({ consent: null })
        })
      },
      dropPhone() {
        this.put({ dropsPhone: true, contact_phone: '' })
      },
      step(/** @type {any} */ event) {
        const shares = Number(this.data.form.shares) + Number(event.currentTarget.dataset.by)
        if (shares >= 1 && shares <= MOST_SHARES) this.put({ shares })
      },
      submit() {
        const { form, id, needsOrganisation } = this.data
        if (!this.isComplete(faults(form, needsOrganisation))) return undefined
        return this.once('submit', async () => {
          await grants.ask(['wish_update'])
          try {
            const wish = id ? await wishes.change(id, asBody(form)) : await wishes.make(asBody(form, needsOrganisation))
            this.forget()
            await wx.showModal({ title: '心愿交上去了', content: `${wish.organisation.name}核实后会公开，有人认领会发消息告诉您。`, showCancel: false, confirmText: '好' })
            if (id) wx.navigateBack()
            else wx.redirectTo({ url: `/wishes/wish/wish?id=${wish.id}` })
          } catch (error) {
            const { code, fields } = /** @type {any} */ (error)
            this.setData({ needsOrganisation: needsOrganisation || code === 'organisation_required' })
            this.point(fields || {})
            throw error
          }
        })
      },
    },
    async function load() {
      const elder = acting.current()
      const [me, consents] = await Promise.all([session.me(), myData.listConsents()])
      const saved = this.kept()
      const wish = this.data.id ? await wishes.get(this.data.id) : null
      return {
        keptPhone: wish && wish.typed ? wish.typed.contact_phone : '',
        self: elder ? elder.name : '我自己', // who acts for an elder asks in the elder's name
        needsOrganisation: !this.data.id && !me.organisation,
        where: me.organisation ? me.organisation.name : '',
        form: { ...EMPTY, forWhom: this.data.forWhom, ...(wish && asForm(wish)), ...saved },
        isRestored: Boolean(saved),
        consent: consents.find((each) => each.purpose === 'hardship' && !each.given_at) || null,
      }
    },
  ),
)

/** What is missing, by field, in the order of the form. */
function faults(/** @type {any} */ form, /** @type {boolean} */ needsOrganisation) {
  return {
    ...(form.forWhom === 'other' && !form.wisher_name.trim() && { wisher_name: '请写他的名字' }),
    ...(!form.title.trim() && { title: '请写一写想要什么' }),
    ...(form.contact_phone && !/^1\d{10}$/.test(form.contact_phone) && { contact_phone: '手机号是 11 位数字' }),
    ...(form.estimated_value && !/^\d+$/.test(form.estimated_value) && { estimated_value: '请写整数' }),
    ...(needsOrganisation && !form.organisation.id && { organisation_id: '请选择您的村或单位' }),
  }
}

const isForOther = (/** @type {any} */ form) => form.forWhom === 'other'

function asBody(/** @type {any} */ form, /** @type {boolean} */ needsOrganisation = false) {
  return {
    title: form.title.trim(),
    detail: form.detail.trim(),
    kind: form.kind,
    shares: Number(form.shares),
    is_for_child: form.is_for_child,
    may_show_name: form.may_show_name,
    wisher_name: isForOther(form) ? form.wisher_name.trim() : null,
    estimated_value: form.kind === 'goods' && form.estimated_value ? Number(form.estimated_value) : null,
    ...((form.contact_phone || form.dropsPhone) && { contact_phone: form.contact_phone || null }),
    ...(needsOrganisation && form.organisation.id && { organisation_id: form.organisation.id }),
  }
}

/** A wish made before, to be changed. The number itself is not sent back to the phone. */
function asForm(/** @type {any} */ wish) {
  const { title, detail, kind, shares, is_for_child: isForChild, estimated_value: value, typed } = wish
  const { wisher_name: name, may_show_name: mayShowName } = typed || EMPTY
  const who = { forWhom: name ? 'other' : 'me', wisher_name: name, may_show_name: mayShowName }
  return { ...who, title, detail, kind, shares: shares.total, is_for_child: isForChild, estimated_value: value ? String(value) : '' }
}
