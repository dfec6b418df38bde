// @ts-check
// A 群接龙 pasted back: read, confirmed by a person, then written.
const drafts = require('../../utils/drafts')
const { framed } = require('../../utils/page')
const group = require('../services/group')
const rolls = require('../services/rolls')
const words = require('../utils/group-words')
const book = require('../utils/roll-book')
const { handIn } = require('../utils/roll-sync')

const HINTS = {
  day: '说来的记下，请假的记上请假。',
  roll: '到了的记实到，请假的记上请假。',
  event: '按接龙的先后替他们报名，每个人都会收到消息。',
  notice: '群里答应的，不用再打电话。',
}

Page(
  framed({
    data: { kind: 'event', id: 0, text: '', rows: null, ready: 0, refused: [] },

    onLoad(/** @type {any} */ query) {
      const kind = /** @type {keyof typeof HINTS} */ (query.kind in HINTS ? query.kind : 'event')
      const draft = `group-${kind}-${query.id}`
      this.setData({ kind, id: Number(query.id) || 0, hint: HINTS[kind], draft, text: drafts.load(draft) || '' })
    },
    type(/** @type {any} */ event) {
      this.setData({ text: event.detail.value })
      drafts.save(this.data.draft, event.detail.value)
    },
    paste() {
      return this.once('paste', async () => {
        const text = await group.paste()
        this.setData({ text })
        drafts.save(this.data.draft, text)
      })
    },
    read() {
      const { kind, id, text } = this.data
      if (!text.trim()) return wx.showToast({ title: '先把接龙粘贴进来', icon: 'none' })
      return this.once('read', async () => {
        const entries = await group.read(kind, id, text)
        if (!entries.length) return wx.showToast({ title: '没有认出接龙，请整段复制再粘贴', icon: 'none' })
        return this.show(entries.map(words.asRow))
      })
    },
    show(/** @type {any[]} */ rows) {
      const { kind } = this.data
      const drawn = rows.map((row) => ({ ...row, isOn: row.isOn && words.canBeOn(row, kind), canBeOn: words.canBeOn(row, kind), meaning: words.meaning(row, kind) }))
      this.setData({ rows: drawn, ready: words.confirmed(drawn).length })
    },
    put(/** @type {number} */ index, /** @type {any} */ change) {
      this.show(this.data.rows.map((/** @type {any} */ row, /** @type {number} */ place) => (place === index ? { ...row, ...change } : row)))
    },
    toggle(/** @type {any} */ event) {
      const { index } = event.currentTarget.dataset
      const row = this.data.rows[index]
      if (row.canBeOn && row.chosen) this.put(index, { isOn: !row.isOn })
    },
    choose(/** @type {any} */ event) {
      const { index, person } = event.currentTarget.dataset
      this.put(index, { chosen: person, isOn: true })
    },
    back() {
      this.setData({ rows: null })
    },
    write() {
      const { kind, id, rows, draft } = this.data
      const chosen = words.confirmed(rows)
      if (!chosen.length) return wx.showToast({ title: '还没有选中的人', icon: 'none' })
      const twice = words.chosenTwice(rows)
      if (twice) return wx.showToast({ title: `${twice}有一位选在了两行，请只留一行`, icon: 'none' })
      return this.once('write', async () => {
        const told = await WRITE[/** @type {keyof typeof WRITE} */ (kind)](id, chosen)
        drafts.clear(draft)
        await wx.showModal({ title: '写好了', content: told, showCancel: false, confirmText: '好' })
        wx.navigateBack()
      })
    },
  }),
)

const nameOf = (/** @type {any} */ row) => row.candidates.find((/** @type {any} */ each) => each.person_id === row.chosen).name

// How each kind of list is written; answers what to say then.
const WRITE = {
  async event(/** @type {number} */ id, /** @type {any[]} */ rows) {
    const { people } = await group.signUp(id, rows.map((row) => ({ person_id: row.chosen, others: row.others })))
    const count = (/** @type {(each: any) => boolean} */ is) => people.filter(is).length
    const refused = people.filter((/** @type {any} */ each) => !each.status)
    const names = new Map(rows.map((row) => [row.chosen, nameOf(row)]))
    const waiting = count((each) => each.is_new && each.status === 'waiting')
    const before = count((each) => !each.is_new && each.status)
    return [
      `报上 ${count((each) => each.is_new && each.status === 'confirmed')} 人`,
      ...(waiting ? [`候补 ${waiting} 人`] : []),
      ...(before ? [`原来就在名单上 ${before} 人`] : []),
      ...refused.map((/** @type {any} */ each) => `${names.get(each.person_id)}没报上：${each.why_not}`),
    ].join('\n')
  },
  async day(/** @type {number} */ id, /** @type {any[]} */ rows) {
    const replies = rows.map((row) => ({ person_id: row.chosen, says: row.staysAway ? 'on_leave' : 'coming', note: row.staysAway ? row.note : '' }))
    const { replies: noted } = await group.noteReplies(id, replies)
    const away = noted.filter((/** @type {any} */ each) => each.status === 'on_leave').length
    return `说来的 ${noted.filter((/** @type {any} */ each) => each.says_coming && each.status !== 'on_leave').length} 人，请假的 ${away} 人`
  },
  /** By the book on this phone, as if each had been called: what the sheet says otherwise waits on the roll's page. */
  async roll(/** @type {number} */ id, /** @type {any[]} */ rows) {
    const away = rows.filter((row) => row.staysAway)
    if (away.length) await WRITE.day(id, away)
    const came = rows.filter((row) => !row.staysAway)
    const roll = rolls.of(id)
    for (const row of came) book.mark(/** @type {any} */ (book.load(roll.key)), { person_id: row.chosen, status: roll.came })
    await handIn(roll)
    const conflicts = /** @type {any} */ (book.load(roll.key)).marks.filter((/** @type {any} */ each) => each.conflict).length
    return [`记实到 ${came.length} 人，请假 ${away.length} 人`, conflicts ? `其中 ${conflicts} 人和签到表不一样，回点名页看一看` : ''].filter(Boolean).join('\n')
  },
  async notice(/** @type {number} */ id, /** @type {any[]} */ rows) {
    const report = await group.recordReplies(id, rows.map((row) => row.chosen))
    return `记下 ${rows.length} 人。还要打电话的有 ${report.unreached.length} 人`
  },
}
