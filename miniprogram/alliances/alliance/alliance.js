// @ts-check
const alliances = require('../../services/alliances')
const { asCard } = require('../../utils/alliance-words')
const { loading } = require('../../utils/page')

const SECTORS = { village: '农村社区', department: '机关部门', enterprise: '非公企业', association: '行业协会' }

Page(
  loading(
    {
      data: { id: 0, alliance: null },

      onLoad(/** @type {any} */ query) {
        this.setData({ id: Number(query.id) || 0 })
      },
      call(/** @type {any} */ event) {
        wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone }).catch(() => {}) // cancelled
      },
    },
    async function load() {
      const alliance = asCard(await alliances.get(this.data.id))
      const organisations = alliance.organisations.map((/** @type {any} */ each) => ({ ...each, sectorName: SECTORS[/** @type {keyof typeof SECTORS} */ (each.sector)] || '' }))
      return { alliance, organisations, canCall: alliance.leads.some((/** @type {any} */ each) => each.phone) }
    },
  ),
)
