// @ts-check
const inbox = require('../../services/inbox')
const dates = require('../../utils/dates')
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')

Page(
  listing(
    {
      open(/** @type {any} */ event) {
        go(`/account/notice/notice?id=${event.currentTarget.dataset.id}`)
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
  when: dates.dayAndTime(each.sent_at),
  isRead: Boolean(each.read_at),
})
