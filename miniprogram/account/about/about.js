// @ts-check
const about = require('../../services/about')
const { loading } = require('../../utils/page')

Page(
  loading(
    {
      data: { filing_number: '', operator: '' },

      onShareAppMessage: () => ({ title: '三色联盟：邻里的微心愿，您也能帮一把', path: '/pages/home/home' }),
    },
    about.get,
  ),
)
