// @ts-check
const session = require('../../services/session')
const avatar = require('../../utils/avatar')
const drafts = require('../../utils/drafts')
const { standingOf } = require('../../utils/me-words')
const { loading, tell } = require('../../utils/page')

const DRAFT = 'nickname'

Page(
  loading(
    {
      data: { me: null, avatar: '', nickname: '' },

      chooseAvatar(/** @type {any} */ event) {
        const { avatarUrl } = event.detail
        if (!avatarUrl) return
        try {
          this.setData({ avatar: avatar.keep(avatarUrl) })
        } catch (error) {
          tell(error)
        }
      },
      type(/** @type {any} */ event) {
        this.setData({ nickname: event.detail.value })
        drafts.save(DRAFT, event.detail.value)
      },
      save() {
        return this.once('save', async () => {
          const me = await session.change({ nickname: this.data.nickname.trim() })
          drafts.clear(DRAFT)
          this.setData({ me })
          wx.showToast({ title: '以后就这样称呼您', icon: 'none' })
        })
      },
    },
    async function load() {
      const me = await session.refresh()
      const kept = drafts.load(DRAFT)
      return { me, avatar: avatar.get(), nickname: kept === null ? me.nickname : kept, standing: standingOf(me), initial: (me.name || me.nickname || '微').slice(0, 1) }
    },
  ),
)
