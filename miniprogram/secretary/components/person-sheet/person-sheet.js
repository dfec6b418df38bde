// @ts-check
// Choosing one person from a list that is on the phone: some characters of the name are enough.
const MOST_SHOWN = 50

Component({
  properties: {
    visible: { type: Boolean, value: false },
    elder: { type: Boolean, value: false },
    title: { type: String, value: '选一个人' },
    people: { type: Array, value: /** @type {any[]} */ ([]) }, // {person_id, name, hint}
    other: { type: String, value: '' }, // a way on for somebody who is not in the list
  },
  data: { text: '', found: /** @type {any[]} */ ([]), more: 0 },
  observers: {
    'visible, people'(/** @type {boolean} */ isVisible) {
      if (isVisible) this.show('')
    },
  },
  methods: {
    show(/** @type {string} */ text) {
      const found = this.data.people.filter((each) => each.name.includes(text.trim()))
      this.setData({ text, found: found.slice(0, MOST_SHOWN), more: Math.max(found.length - MOST_SHOWN, 0) })
    },
    search(/** @type {any} */ event) {
      this.show(event.detail.value)
    },
    close() {
      this.triggerEvent('close')
    },
    change(/** @type {any} */ event) {
      if (!event.detail.visible) this.close()
    },
    choose(/** @type {any} */ event) {
      this.triggerEvent('choose', this.data.found[event.currentTarget.dataset.index])
    },
    chooseOther() {
      this.triggerEvent('other', { name: this.data.text.trim() })
    },
  },
})
