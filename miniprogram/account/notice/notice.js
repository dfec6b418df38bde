// @ts-check
const inbox = require('../../services/inbox')
const dates = require('../../utils/dates')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')
const scene = require('../../utils/scene')

// What the page that a message leads to is called, by the folder it stands in.
const LEADS_TO = { events: '去看这次活动', 'party-days': '去看这次党日', wishes: '去看这个心愿', secretary: '去办理' }

Page(
  loading(
    {
      data: { id: 0, notice: null, when: '', leadsTo: '' },

      /** Opened from the inbox, a message (id) or the card in a WeChat group (scene). */
      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id || scene.read(query.scene).n) || 0 })
      },
      follow() {
        go(this.data.notice.page)
      },
    },
    /** Opening a message is reading it. */
    async function load() {
      const notice = await inbox.read(this.data.id)
      return { notice, when: dates.dayAndTime(notice.sent_at), leadsTo: leadsTo(notice.page) }
    },
  ),
)

/** Empty where it leads nowhere but here. */
function leadsTo(/** @type {string} */ page) {
  const [folder] = page.split('/')
  if (!page || folder === 'account') return ''
  return LEADS_TO[/** @type {keyof typeof LEADS_TO} */ (folder)] || '去看看'
}
