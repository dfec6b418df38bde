// @ts-check
const photos = require('../../services/photos')
const dates = require('../../utils/dates')
const drafts = require('../../utils/drafts')
const { listing } = require('../../utils/page')

Page(
  listing(
    {
      data: { refusing: 0 },

      look(/** @type {any} */ event) {
        wx.previewImage({ urls: [event.currentTarget.dataset.url] })
      },
      release(/** @type {any} */ event) {
        const { id } = event.currentTarget.dataset
        return this.decide(`release-${id}`, () => photos.release(id), '可以看到了')
      },
      askReason(/** @type {any} */ event) {
        this.setData({ refusing: event.currentTarget.dataset.id })
      },
      closeReason() {
        this.setData({ refusing: 0 })
      },
      refuse(/** @type {any} */ event) {
        const id = this.data.refusing
        return this.decide(`refuse-${id}`, () => photos.refuse(id, event.detail.text), '没有公开，对方会收到理由')
      },
      decide(/** @type {string} */ name, /** @type {() => Promise<any>} */ act, /** @type {string} */ told) {
        return this.once(name, async () => {
          try {
            await act()
            drafts.clear(`photo-${this.data.refusing}`)
            this.setData({ refusing: 0 })
            wx.showToast({ title: told, icon: 'none' })
          } finally {
            await this.reload()
          }
        })
      },
    },
    async function fetch(after) {
      const { items, next } = await photos.listWaiting({ after })
      return { items: items.map(present), next }
    },
  ),
)

const present = (/** @type {any} */ each) => ({
  ...photos.withAddresses(each.photo),
  who: each.uploaded_by,
  where: each.organisation.name,
  when: dates.dayAndTime(each.uploaded_at),
})
