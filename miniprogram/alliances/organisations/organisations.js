// @ts-check
const organisations = require('../../services/organisations')
const session = require('../../services/session')
const { loading } = require('../../utils/page')

const KINDS = { county: '县', township: '镇', committee: '党委', general_branch: '党总支', branch: '党支部', joint_branch: '联合党支部' }

Page(
  loading(
    {
      data: { path: [], items: [] },

      into(/** @type {any} */ event) {
        const chosen = this.data.items[event.currentTarget.dataset.index]
        if (chosen.isLeaf) return undefined
        this.setData({ path: [...this.data.path, chosen], state: 'loading' })
        return this.reload()
      },
      up() {
        this.setData({ path: this.data.path.slice(0, -1), state: 'loading' })
        return this.reload()
      },
    },
    async function load() {
      const { path } = this.data
      const found = await organisations.children(path.length ? path[path.length - 1].id : undefined)
      const me = session.known()
      const mine = me && me.organisation ? me.organisation.id : 0
      return {
        items: found.map((each) => ({
          id: each.id,
          name: each.name,
          kind: KINDS[/** @type {keyof typeof KINDS} */ (each.kind)] || '',
          isLeaf: ['branch', 'joint_branch'].includes(each.kind),
          isMine: each.id === mine,
        })),
      }
    },
  ),
)
