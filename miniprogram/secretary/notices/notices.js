// @ts-check
const { go } = require('../../utils/go')
const { listing } = require('../../utils/page')
const notices = require('../services/notices')
const { asRow } = require('../utils/notice-words')

Page(
  listing(
    {
      open(/** @type {any} */ event) {
        go(`/secretary/notice/notice?id=${event.currentTarget.dataset.id}`)
      },
      make() {
        go('/secretary/notice-form/notice-form')
      },
    },
    async function fetch(after) {
      const { items, next } = await notices.list({ after })
      return { items: items.map((/** @type {any} */ each) => asRow(each)), next }
    },
  ),
)
