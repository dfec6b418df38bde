// @ts-check
const inbox = require('../../services/inbox')
const dates = require('../../utils/dates')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')

Page(
  listing(
    {
      /** Reading a message opens it here; where it leads to is a second tap. */
      read(/** @type {any} */ event) {
        const { index } = event.currentTarget.dataset
        const item = this.data.items[index]
        this.setData({ [`items[${index}].isOpen`]: !item.isOpen })
        if (item.isRead) return
        this.setData({ [`items[${index}].isRead`]: true })
        inbox.read(item.id).catch(() => this.setData({ [`items[${index}].isRead`]: false }))
      },
      follow(/** @type {any} */ event) {
        go(event.currentTarget.dataset.page)
      },
    },
    async function fetch(after) {
      const found = await inbox.list({ after })
      return { items: found.items.map(present), next: found.next }
    },
  ),
)

const present = (/** @type {any} */ each) => ({
  id: each.id,
  title: each.title,
  body: each.body,
  page: each.page,
  when: dates.dayAndTime(each.sent_at),
  isRead: Boolean(each.read_at),
  isOpen: false,
})
