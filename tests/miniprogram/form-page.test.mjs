import assert from 'node:assert/strict'
import { test } from 'node:test'
import { load } from './fake-wx.mjs'

/** A page around a form with a title, as WeChat would hold it. */
function page(more = {}) {
  const [{ filling }] = load(['utils/form-page']).loaded
  const told = []
  globalThis.wx.showToast = ({ title }) => told.push(title)
  const made = filling({ draft: () => 'wish-new', data: { form: { title: '', day: '' } }, ...more }, async function fill() {
    return { form: { title: '', day: '', ...this.kept() }, isRestored: Boolean(this.kept()) }
  })
  made.setData = (/** @type {any} */ change) => Object.assign(made.data, change)
  return { made, told }
}

const typed = (/** @type {string} */ name, /** @type {string} */ value) => ({ currentTarget: { dataset: { name } }, detail: { value } })

test('what is typed is there when the page is opened again, and gone when one starts over', async () => {
  const { made } = page()
  made.type(typed('title', '棉被'))
  await made.reload()
  assert.deepEqual([made.data.form.title, made.data.isRestored], ['棉被', true])
  await made.startOver()
  assert.deepEqual([made.data.form.title, made.data.isRestored], ['', false])
})

test('what is missing stays said beside its field until one types', () => {
  const { made, told } = page()
  assert.equal(made.isComplete({ title: '请写标题', day: '请选日期' }), false)
  assert.deepEqual([made.data.wrong.day, told], ['请选日期', ['请写标题']])
  made.type(typed('title', '棉被'))
  assert.deepEqual(made.data.wrong, {})
  assert.equal(made.isComplete({}), true)
})

test('what the backend does not take is said under the names of the form, and is told', async () => {
  const { made } = page()
  const refused = Object.assign(new Error('填写的内容有误'), { fields: { starts_at: '这个时间已经过了' } })
  const named = (/** @type {any} */ fields) => ({ day: fields.starts_at })
  await assert.rejects(() => made.attempt(() => Promise.reject(refused), named), refused)
  assert.deepEqual(made.data.wrong, { day: '这个时间已经过了' })
})

test('a page says what else it shows of a changed form', () => {
  const { made } = page({ follow: (/** @type {any} */ form) => ({ length: form.title.length }) })
  made.type(typed('title', '棉被'))
  assert.equal(made.data.length, 2)
})
