// @ts-check
// What all pages have in common, laid around a page's own definition.
const session = require('../services/session')
const elder = require('./elder')
const { go } = require('./go')

/** @typedef {Record<string, any>} Definition */

const MOST_PARTS = 5 // of a list fetched again at once; further down, one scrolls again

/** Keeps `elder` up to date, opens what is tapped, ignores a second tap, and tells errors in words. @returns {any} */
function framed(/** @type {Definition} */ page) {
  const { onShow } = page
  return {
    /** Go where the tapped row leads. */
    open(/** @type {any} */ event) {
      go(event.currentTarget.dataset.url)
    },
    ...page,
    data: { elder: elder.isOn(), busy: '', ...page.data },
    onShow() {
      elder.show(this)
      if (onShow) onShow.call(this)
    },
    /** Do one thing at a time: what is tapped twice happens once. */
    async once(/** @type {string} */ name, /** @type {() => Promise<any>} */ act) {
      if (this.isBusy) return undefined
      this.isBusy = true
      this.setData({ busy: name })
      try {
        return await act()
      } catch (error) {
        return tell(error)
      } finally {
        this.isBusy = false
        this.setData({ busy: '' })
      }
    },
    /** The same for what is asked about first: two taps ask once. */
    onceAgreed(/** @type {string} */ name, /** @type {WechatMiniprogram.ShowModalOption} */ question, /** @type {() => Promise<any>} */ act) {
      return this.once(name, async () => {
        const { confirm } = await wx.showModal(question)
        return confirm ? act() : undefined
      })
    },
  }
}

/**
 * A page that shows one thing: `load` fetches it and answers what to set.
 * `state` is loading, ready or error; what is shown stays while it is fetched again. A page that can do without network
 * says by `fromPhone()` what to set from what the phone keeps, null for nothing: that is shown until the answer comes.
 * @returns {any}
 */
function loading(/** @type {Definition} */ page, /** @type {(this: any) => Promise<any>} */ load) {
  const { onShow, data } = page
  return framed({
    ...page,
    data: { state: 'loading', error: '', errorCode: '', ...data },
    onShow() {
      if (onShow) onShow.call(this)
      this.reload()
    },
    /** An answer that comes after another question was asked is dropped. */
    async reload() {
      const asked = (this.asked = (this.asked || 0) + 1)
      const kept = this.data.state !== 'ready' && this.fromPhone ? this.fromPhone() : null
      if (kept) this.setData({ ...kept, elder: elder.isOn(), state: 'ready' })
      try {
        const found = await load.call(this)
        if (asked === this.asked) this.setData({ ...found, elder: elder.isOn(), state: 'ready' })
      } catch (error) {
        if (asked !== this.asked) return
        if (this.data.state === 'ready' && !kept) tell(error)
        else this.setData({ state: 'error', elder: elder.isOn(), ...failure(error) })
      }
    },
    onRetry() {
      session.resume()
      this.setData({ state: 'loading' })
      return this.reload()
    },
    async onPullDownRefresh() {
      await this.reload()
      wx.stopPullDownRefresh()
    },
  })
}

/**
 * A page that shows a list in parts: `fetch(after)` answers {items, next}, already as they are shown.
 * @returns {any}
 */
function listing(/** @type {Definition} */ page, /** @type {(this: any, after?: string) => Promise<{items: any[], next: string|null}>} */ fetch) {
  const { onShow, data } = page
  return framed({
    ...page,
    data: { state: 'loading', error: '', errorCode: '', items: [], next: null, more: '', ...data },
    onShow() {
      if (onShow) onShow.call(this)
      this.reload()
    },
    /** From the start, as far as it was shown: whoever comes back finds the place they left. */
    async reload() {
      const asked = (this.asked = (this.asked || 0) + 1)
      const shown = this.data.items.length
      this.setData({ more: '' })
      try {
        let { items, next } = await fetch.call(this)
        for (let part = 1; next && items.length < shown && part < MOST_PARTS && asked === this.asked; part++) {
          const found = await fetch.call(this, next)
          items = [...items, ...found.items]
          next = found.next
        }
        if (asked === this.asked) this.setData({ items, next, elder: elder.isOn(), state: 'ready' })
      } catch (error) {
        if (asked !== this.asked) return
        if (this.data.state === 'ready') tell(error)
        else this.setData({ state: 'error', elder: elder.isOn(), ...failure(error) })
      }
    },
    /** Another filter: nothing of the old list is left. */
    startOver() {
      this.setData({ state: 'loading', items: [], next: null })
      return this.reload()
    },
    onRetry() {
      session.resume()
      return this.startOver()
    },
    async onPullDownRefresh() {
      await this.reload()
      wx.stopPullDownRefresh()
    },
    async onReachBottom() {
      if (!this.data.next || this.data.more === 'loading') return
      const asked = this.asked
      this.setData({ more: 'loading' })
      try {
        const { items, next } = await fetch.call(this, this.data.next)
        if (asked === this.asked) this.setData({ items: [...this.data.items, ...items], next, more: '' })
      } catch (error) {
        if (asked === this.asked) this.setData({ more: 'error' })
      }
    },
  })
}

const failure = (/** @type {any} */ error) => ({ error: error.message || '出了点问题，请再试一次', errorCode: error.code || '' })

/** Say what went wrong; a cancelled popup is nothing wrong. */
function tell(/** @type {any} */ error) {
  if (/cancel/.test(error.errMsg || '')) return
  if (!error.code) console.error(error)
  wx.showModal({ title: '', content: failure(error).error, showCancel: false, confirmText: '知道了' })
}

module.exports = { framed, loading, listing, tell }
