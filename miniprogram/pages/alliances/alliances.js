// @ts-check
const alliances = require('../../services/alliances')
const { asCard } = require('../../utils/alliance-words')
const { loading } = require('../../utils/page')

Page(
  loading(
    {
      data: { mine: [], others: [] },

    },
    async () => {
      const found = (await alliances.list()).map(asCard)
      return { mine: found.filter((/** @type {any} */ each) => each.is_mine), others: found.filter((/** @type {any} */ each) => !each.is_mine) }
    },
  ),
)
