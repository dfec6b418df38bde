// @ts-check
// An event's list: who has a place and who waits, the roll, and whoever simply turned up.
const dates = require('../../utils/dates')
const drafts = require('../../utils/drafts')
const { loading } = require('../../utils/page')
const rolls = require('../services/event-rolls')
const people = require('../services/people')
const book = require('../utils/roll-book')
const rollPage = require('../utils/roll-page')

const FILTERS = [
  { value: 'open', name: '没点的' },
  { value: 'done', name: '点过的' },
  { value: 'waiting', name: '候补' },
]
const WALKER = { name: '', phone: '' }
// How somebody shows who is added here, until the backend has them.
const NEWCOMER = { place: 'confirmed', status: 'not_yet', seats: 1, is_walk_in: true, checked_in_at: null }
const WORDS = { attended: '到', absent: '没有来', not_yet: '没点' }
const wordFor = (/** @type {string} */ status) => WORDS[/** @type {keyof typeof WORDS} */ (status)] || ''

Page(
  loading(
    {
      data: { id: 0, filters: FILTERS, filter: 'open', title: '', canMark: false, all: [], rows: [], count: {}, conflicts: [], refusals: [], isOffline: false, struck: null, mine: [], isAdding: false, isWriting: false, walker: WALKER, first: '', wrong: {} },

      ...rollPage(rolls.of),

      choose(/** @type {any} */ event) {
        this.setData({ filter: event.currentTarget.dataset.value })
        this.draw()
      },
      /** Draws the page from the book, which is the truth on this phone. */
      draw() {
        const kept = this.book()
        const all = book.shown(kept)
        const rows = all.filter((each) => bucketOf(each) === this.data.filter).map(present)
        this.setData({ ...kept.about, id: this.data.id, all, rows, count: countOf(all), ...this.unsettled(wordFor, '一个人') })
      },
      async more(/** @type {any} */ event) {
        const row = this.data.all.find((/** @type {any} */ each) => each.person_id === event.currentTarget.dataset.id)
        const acts = [...(this.data.canMark || row.isNew ? this.choicesFor(row) : []), ...(row.isNew ? [] : this.callsFor(row))]
        const { tapIndex } = await wx.showActionSheet({ alertText: row.name, itemList: acts.map((each) => each.name) }).catch(() => ({ tapIndex: -1 }))
        if (tapIndex >= 0) await acts[tapIndex].run()
      },
      choicesFor(/** @type {any} */ row) {
        if (row.place === 'waiting') return [{ name: '让他参加', run: () => this.walkIn(row) }]
        if (row.nonce) return [{ name: '记错了，撤回', run: () => this.takeBack(row.nonce) }]
        if (row.hasCome) return [{ name: '其实没有来', run: () => this.setData({ struck: row }) }]
        const words = ['attended', 'absent'].filter((status) => status !== row.status)
        return words.map((status) => ({ name: wordFor(status), run: () => this.note(row.person_id, status) }))
      },
      callsFor(/** @type {any} */ row) {
        const own = { name: '打电话', run: () => this.once('call', () => people.call(row.person_id, '活动当天联系')) }
        const guardian = { name: '给监护人打电话', run: () => this.once('call', () => rolls.callGuardian(this.data.id, row.person_id)) }
        return row.guardian_name ? [own, guardian] : [own]
      },
      strike(/** @type {any} */ event) {
        const { id, struck } = this.data
        return this.once('strike', async () => {
          await rolls.strike(id, struck.person_id, event.detail.text)
          drafts.clear(`strike-event-${id}-${struck.person_id}`)
          if (struck.nonce) book.drop(this.book(), struck.nonce)
          this.setData({ struck: null })
          wx.showToast({ title: `${struck.name}，没有来`, icon: 'none' })
          await this.reload()
        })
      },
      openPeople() {
        this.setData({ isAdding: true })
      },
      closePeople() {
        this.setData({ isAdding: false })
      },
      addPerson(/** @type {any} */ event) {
        this.setData({ isAdding: false })
        this.walkIn(event.detail)
      },
      /** Not on the roster: a name and a phone are enough; their account is linked whenever they bind. */
      writeDown(/** @type {any} */ event) {
        const saved = drafts.load(`walker-${this.data.id}`)
        const walker = { ...WALKER, ...saved, ...(event.detail.name && { name: event.detail.name }) }
        this.setData({ isAdding: false, isWriting: true, wrong: {}, walker, first: walker.name ? 'phone' : 'name' })
      },
      closeWriting() {
        this.setData({ isWriting: false })
      },
      changeWriting(/** @type {any} */ event) {
        if (!event.detail.visible) this.closeWriting()
      },
      type(/** @type {any} */ event) {
        const walker = { ...this.data.walker, [event.currentTarget.dataset.name]: event.detail.value }
        this.setData({ walker, wrong: {} })
        drafts.save(`walker-${this.data.id}`, walker)
      },
      addWalker() {
        const { name, phone } = this.data.walker
        const wrong = { ...(!name.trim() && { name: '请写姓名' }), ...(!/^1\d{10}$/.test(phone) && { phone: '手机号是 11 位数字' }) }
        this.setData({ wrong })
        if (Object.keys(wrong).length) return
        drafts.clear(`walker-${this.data.id}`)
        this.setData({ isWriting: false, walker: WALKER })
        this.welcome({ name: name.trim(), phone }, { ...NEWCOMER, name: name.trim(), phone: phone.slice(-4) })
      },
      /** One of my own people: on the list already, or waiting, or newly come. */
      walkIn(/** @type {any} */ person) {
        const row = this.data.all.find((/** @type {any} */ each) => each.person_id === person.person_id)
        if (row && row.hasCome) return wx.showToast({ title: `${row.name}已经到了`, icon: 'none' })
        if (row && row.place === 'confirmed') return this.note(row.person_id, 'attended')
        const line = row ? { place: 'confirmed' } : { ...NEWCOMER, phone: person.phone }
        return this.welcome({ person_id: person.person_id }, { ...line, person_id: person.person_id, name: person.name })
      },
    },
    function load() {
      return this.renew()
    },
  ),
)

const bucketOf = (/** @type {any} */ row) => (row.place === 'waiting' ? 'waiting' : row.status === 'not_yet' ? 'open' : 'done')

const countOf = (/** @type {any[]} */ all) => ({
  came: all.filter((each) => each.hasCome).length,
  places: all.filter((each) => each.place === 'confirmed').length,
  waiting: all.filter((each) => each.place === 'waiting').length,
  unsent: all.filter((each) => each.isWaiting).length,
})

/** Whoever comes along, to be called by name; nothing once the names are erased. */
const namesOf = (/** @type {any[]} */ companions) =>
  companions.length ? `：${companions.map((each) => each.name + (each.is_child ? '（孩子）' : '')).join('、')}` : ''

const present = (/** @type {any} */ row) => ({
  id: row.person_id,
  name: row.name,
  isWaiting: row.isWaiting,
  hint: [
    row.phone ? `尾号 ${row.phone.slice(-4)}` : '',
    row.seats > 1 ? `连同行 ${row.seats} 人${namesOf(row.companions || [])}` : '',
    row.is_walk_in ? '现场加的' : '',
    row.is_entered ? '村里代报' : '',
    row.must_decide ? '改期后还没答复' : '',
    row.is_end_assumed ? '没签退，按计划结束算' : '',
  ].filter(Boolean).join(' · '),
  state: row.place === 'waiting' ? `第 ${row.position} 位` : row.hasCome && row.checked_in_at ? `${dates.time(row.checked_in_at)} 到` : wordFor(row.status),
})
