// @ts-check
const skills = require('../../services/skills')
const { filling } = require('../../utils/form-page')

Page(
  filling(
    {
      data: { form: { names: [] }, choices: [] },

      draft: () => 'skills',
      follow(/** @type {any} */ form) {
        return { choices: marked(this.data.choices.map((/** @type {any} */ each) => each.name), form.names) }
      },
      toggle(/** @type {any} */ event) {
        const { name } = event.currentTarget.dataset
        const { names } = this.data.form
        this.put({ names: names.includes(name) ? names.filter((/** @type {string} */ each) => each !== name) : [...names, name] })
      },
      /** Then back to what one came from: a post that asked for it, or 我的. */
      save() {
        return this.once('save', async () => {
          const { skills: mine } = await skills.declare(this.data.form.names)
          this.forget()
          await wx.navigateBack()
          wx.showToast({ title: mine.length ? '记下了，随时可以改' : '都去掉了', icon: 'none' })
        })
      },
    },
    async function load() {
      const { skills: mine, choices } = await skills.get()
      const { names } = this.kept() || { names: mine }
      const form = { names: names.filter((/** @type {string} */ each) => choices.includes(each)) } // the list may have changed
      return { form, choices: marked(choices, form.names) }
    },
  ),
)

const marked = (/** @type {string[]} */ choices, /** @type {string[]} */ names) => choices.map((name) => ({ name, isOn: names.includes(name) }))
