// @ts-check
// Choosing one's village or unit: from the county down, one level at a time.
const organisations = require('../../services/organisations')
const { tell } = require('../../utils/page')

// What people belong to; above it there are only steps on the way.
const LEAVES = ['branch', 'joint_branch']

Component({
  properties: { elder: { type: Boolean, value: false }, value: { type: Object, value: {} } },
  data: { visible: false, path: /** @type {any[]} */ ([]), items: /** @type {any[]} */ ([]), state: 'ready' },
  methods: {
    open() {
      this.setData({ visible: true, path: [] })
      this.show(undefined)
    },
    close() {
      this.setData({ visible: false })
    },
    change(/** @type {any} */ event) {
      if (!event.detail.visible) this.close()
    },
    async show(/** @type {number|undefined} */ parentId) {
      const asked = ((/** @type {any} */ (this)).asked = parentId)
      this.setData({ state: 'loading', items: [] })
      try {
        const found = await organisations.children(parentId)
        const items = found.map((/** @type {any} */ each) => ({ ...each, isLeaf: LEAVES.includes(each.kind) }))
        if (asked === (/** @type {any} */ (this)).asked) this.setData({ items, state: 'ready' })
      } catch (error) {
        this.setData({ state: 'error' })
        tell(error)
      }
    },
    choose(/** @type {any} */ event) {
      const chosen = this.data.items[event.currentTarget.dataset.index]
      if (chosen.isLeaf) {
        this.close()
        this.triggerEvent('choose', { id: chosen.id, name: chosen.name })
        return
      }
      this.setData({ path: [...this.data.path, chosen] })
      this.show(chosen.id)
    },
    up() {
      const path = this.data.path.slice(0, -1)
      this.setData({ path })
      this.show(path.length ? path[path.length - 1].id : undefined)
    },
    retry() {
      const { path } = this.data
      this.show(path.length ? path[path.length - 1].id : undefined)
    },
  },
})
