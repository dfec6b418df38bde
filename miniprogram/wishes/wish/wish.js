// @ts-check
const grants = require('../../services/grants')
const photos = require('../../services/photos')
const session = require('../../services/session')
const wishes = require('../../services/wishes')
const dates = require('../../utils/dates')
const drafts = require('../../utils/drafts')
const { go } = require('../../utils/go')
const { loading } = require('../../utils/page')
const scene = require('../../utils/scene')
const { isStranger, whoAreYou } = require('../../utils/stranger')
const { actsOn, asCard, factsOf, reasonOf } = require('../../utils/wish-words')

// What the sheet from below asks for, and what it then does.
const NOTES = {
  progress: { title: '写一句进展', hint: '对方和村里会看到。', action: '写好了', isNeeded: true, hasPhoto: true },
  fulfil: { title: '办好了，说一句', hint: '可以不写。对方确认后，这个心愿就实现了。', action: '报告办好', hasPhoto: true },
  unsatisfied: { title: '还有哪里没办好？', hint: '写清楚，帮忙的人好接着办。', action: '请他接着办', isNeeded: true },
  withdraw: { title: '撤回这个心愿', hint: '正在帮忙的人会收到消息。可以写一句原因。', action: '撤回' },
}

Page(
  loading(
    {
      data: { id: 0, wish: null, card: null, sheet: null, sheetName: '' },

      /** Opened from a list, a message, a shared card (id) or a printed code (scene). */
      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id || scene.read(query.scene).w) || 0 })
      },
      show(/** @type {any} */ wish) {
        this.setData({ ...present(wish), sheetName: '' })
      },
      claim() {
        if (isStranger()) return this.askWho()
        return this.once('claim', async () => {
          await grants.ask(['wish_update'])
          try {
            await wishes.claim(this.data.id)
          } finally {
            await this.reload() // somebody else may have been faster: show how it stands
          }
          await wx.showModal({ title: '认领成功', content: `${this.data.wish.next_step}。`, showCancel: false, confirmText: '好' })
        })
      },
      askWho() {
        return this.onceAgreed('askWho', whoAreYou('认领', '这样村里知道谁来帮，有事好找您。'), async () => go('/account/bind/bind'))
      },
      giveUp() {
        const content = '心愿会重新上墙，对方的联系方式马上收起。办不了没关系，早放下早有人接手。'
        const question = { title: '放弃认领？', content, confirmText: '放弃认领', cancelText: '我再想想' }
        return this.onceAgreed('giveUp', question, async () => this.show(await wishes.giveUp(this.data.id)))
      },
      satisfied() {
        return this.once('confirm', async () => {
          this.show(await wishes.confirm(this.data.id, true))
          wx.showToast({ title: '心愿实现了，谢谢您', icon: 'none' })
        })
      },
      ask(/** @type {any} */ event) {
        const { name } = event.currentTarget.dataset
        this.setData({ sheetName: name, sheet: NOTES[/** @type {keyof typeof NOTES} */ (name)] })
      },
      closeSheet() {
        this.setData({ sheetName: '' })
      },
      /** What was written in the sheet is sent, then its draft is forgotten. */
      send(/** @type {any} */ event) {
        const { id, sheetName } = this.data
        const { text, photoId } = event.detail
        const said = { note: text, ...(photoId && { photo_id: photoId }) }
        const send = {
          progress: () => wishes.reportProgress(id, said),
          fulfil: () => wishes.fulfil(id, said),
          unsatisfied: () => wishes.confirm(id, false, text),
          withdraw: () => wishes.withdraw(id, text),
        }
        return this.once(sheetName, async () => {
          this.show(await send[/** @type {keyof typeof send} */ (sheetName)]())
          drafts.clear(`wish-${id}-${sheetName}`)
          drafts.clear(`wish-${id}-${sheetName}-photo`)
          await this.reload()
        })
      },
      call(/** @type {any} */ event) {
        wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone }).catch(() => {}) // cancelled
      },
      reveal() {
        return this.once('reveal', async () => this.setData({ revealed: await wishes.revealContact(this.data.id, '回访联系') }))
      },
      look(/** @type {any} */ event) {
        wx.previewImage({ urls: [event.currentTarget.dataset.url] })
      },
      /** Whoever sees a photo may be in it. */
      removePhoto(/** @type {any} */ event) {
        const { id } = event.currentTarget.dataset
        const content = '撤下后大家马上看不到，照片会删除，不能恢复。'
        return this.onceAgreed('removePhoto', { title: '撤下这张照片？', content, confirmText: '撤下' }, async () => {
          await photos.remove(id, '')
          await this.reload()
        })
      },
      verify() {
        go(`/secretary/preview/preview?id=${this.data.id}`)
      },
      change() {
        go(`/wishes/make/make?id=${this.data.id}`)
      },
      onShareAppMessage() {
        const { wish } = this.data
        return { title: wish ? `微心愿：${wish.title}` : '三色联盟微心愿', path: `/wishes/wish/wish?id=${this.data.id}` }
      },
    },
    async function load() {
      const [wish] = await Promise.all([wishes.get(this.data.id), session.me()])
      return present(wish)
    },
  ),
)

function present(/** @type {any} */ wish) {
  const acts = actsOn(wish)
  const notes = wish.notes.map((/** @type {any} */ note) => ({
    ...note,
    when: dates.dayAndTime(note.written_at),
    photo: note.photo && photos.withAddresses(note.photo),
  }))
  return { wish, card: asCard(wish), facts: factsOf(wish), reason: reasonOf(wish), acts, canAct: Object.values(acts).some(Boolean), notes }
}
