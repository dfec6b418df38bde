// @ts-check
// A page around one form. What is typed is kept after every change: it survives leaving the page and closing WeChat.
const drafts = require('./drafts')
const { loading } = require('./page')

const ABOVE = -200 // px left above a fault, for its field

/**
 * The page says by `draft()` under which name its form is kept; it may say by `follow(form, change)` what else is
 * shown of a form that has just changed. `load` answers the `form`, made of what is known and of `kept()`.
 * @returns {any}
 */
function filling(/** @type {Record<string, any>} */ page, /** @type {(this: any) => Promise<any>} */ load) {
  return loading(
    {
      follow: () => ({}),
      put(/** @type {Record<string, any>} */ change) {
        const form = { ...this.data.form, ...change }
        this.setData({ form, wrong: {}, ...this.follow(form, change) })
        drafts.save(this.draft(), form)
      },
      /** A field was typed into. */
      type(/** @type {any} */ event) {
        this.put({ [event.currentTarget.dataset.name]: event.detail.value })
      },
      /** One of several was tapped. */
      pick(/** @type {any} */ event) {
        const { name, value } = event.currentTarget.dataset
        this.put({ [name]: value })
      },
      chooseOrganisation(/** @type {any} */ event) {
        this.put({ organisation: event.detail })
      },
      /** What was left here before it was sent; null for nothing. */
      kept() {
        return drafts.load(this.draft())
      },
      /** It was sent, or is given up. */
      forget() {
        drafts.clear(this.draft())
      },
      async startOver() {
        this.forget()
        this.setData({ isRestored: false, state: 'loading', wrong: {} })
        await this.reload()
      },
      /** Say what is wrong beside the fields, and bring the first of it into sight: a form may be several screens long. */
      point(/** @type {Record<string, string>} */ wrong) {
        this.setData({ wrong }, () => Object.keys(wrong).length && wx.pageScrollTo({ selector: '.wrong', offsetTop: ABOVE }))
      },
      /** Whether nothing is missing; else it is said beside the fields, and the first of it in a line. */
      isComplete(/** @type {Record<string, string>} */ wrong) {
        this.point(wrong)
        const [first] = Object.values(wrong)
        if (first) wx.showToast({ title: first, icon: 'none' })
        return !first
      },
      /** Do it; what the backend does not take is said beside the fields, as `named` calls them here. */
      async attempt(/** @type {() => Promise<any>} */ act, named = (/** @type {any} */ fields) => fields) {
        try {
          return await act()
        } catch (error) {
          this.point(named(/** @type {any} */ (error).fields || {}))
          throw error
        }
      },
      ...page,
      data: { wrong: {}, isRestored: false, ...page.data },
    },
    load,
  )
}

module.exports = { filling }
