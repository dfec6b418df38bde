// @ts-check
const grants = require('../../services/grants')
const session = require('../../services/session')
const wishes = require('../../services/wishes')
const drafts = require('../../utils/drafts')
const { loading } = require('../../utils/page')
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
  is_for_child: false,
  may_show_name: false,
  organisation: {},
}
const MOST_SHARES = 20

Page(
  loading(
    {
      data: {
        id: 0,
        form: EMPTY,
        wrong: {},
        isRestored: false,
        kinds: Object.entries(KINDS).map(([value, name]) => ({ value, name })),
      },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
        if (this.data.id) wx.setNavigationBarTitle({ title: '修改微心愿' })
      },
      onShow() {},
      /** Keeps what was typed after every change. */
      put(/** @type {Record<string, any>} */ change) {
        const form = { ...this.data.form, ...change }
        const wrong = { ...this.data.wrong }
        Object.keys(change).forEach((name) => delete wrong[name])
        this.setData({ form, wrong })
        drafts.save(this.draft(), form)
      },
      draft() {
        return `wish-${this.data.id || 'new'}`
      },
      type(/** @type {any} */ event) {
        this.put({ [event.currentTarget.dataset.name]: event.detail.value })
      },
      pick(/** @type {any} */ event) {
        const { name, value } = event.currentTarget.dataset
        this.put({ [name]: value })
      },
      chooseOrganisation(/** @type {any} */ event) {
        this.put({ organisation: event.detail, organisation_id: undefined })
      },
      step(/** @type {any} */ event) {
        const shares = Number(this.data.form.shares) + Number(event.currentTarget.dataset.by)
        if (shares >= 1 && shares <= MOST_SHARES) this.put({ shares })
      },
      async startOver() {
        drafts.clear(this.draft())
        this.setData({ isRestored: false, state: 'loading', wrong: {} })
        await this.reload()
      },
      submit() {
        const { form, id, needsOrganisation } = this.data
        const wrong = faults(form, needsOrganisation)
        this.setData({ wrong })
        if (Object.keys(wrong).length) {
          wx.showToast({ title: Object.values(wrong)[0], icon: 'none' })
          return undefined
        }
        return this.once('submit', async () => {
          await grants.ask(['wish_update'])
          try {
            const wish = id ? await wishes.change(id, asBody(form)) : await wishes.make(asBody(form, needsOrganisation))
            drafts.clear(this.draft())
            await wx.showModal({ title: '心愿交上去了', content: `${wish.organisation.name}核实后会公开，有人认领会发消息告诉您。`, showCancel: false, confirmText: '好' })
            if (id) wx.navigateBack()
            else wx.redirectTo({ url: `/wishes/wish/wish?id=${wish.id}` })
          } catch (error) {
            const { code, fields } = /** @type {any} */ (error)
            this.setData({ wrong: fields || {}, needsOrganisation: needsOrganisation || code === 'organisation_required' })
            throw error
          }
        })
      },
    },
    async function load() {
      const me = await session.me()
      const saved = drafts.load(this.draft())
      const written = this.data.id && !saved ? asForm(await wishes.get(this.data.id)) : {}
      return {
        needsOrganisation: !this.data.id && !me.organisation,
        where: me.organisation ? me.organisation.name : '',
        form: { ...EMPTY, ...written, ...saved },
        isRestored: Boolean(saved),
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
    ...(isForOther(form) && { wisher_name: form.wisher_name.trim() }),
    ...(form.contact_phone && { contact_phone: form.contact_phone }),
    ...(form.kind === 'goods' && form.estimated_value && { estimated_value: Number(form.estimated_value) }),
    ...(needsOrganisation && form.organisation.id && { organisation_id: form.organisation.id }),
  }
}

/** A wish made before, to be changed; contacts are not sent back to the phone and are typed anew. */
function asForm(/** @type {any} */ wish) {
  const { title, detail, kind, shares, is_for_child: isForChild, estimated_value: value } = wish
  return { title, detail, kind, shares: shares.total, is_for_child: isForChild, estimated_value: value ? String(value) : '' }
}
