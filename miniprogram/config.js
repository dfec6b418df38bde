// @ts-check
// Where the backend answers, by the version WeChat says is running. Trial and release need HTTPS and an
// address on the list of server domains in WeChat's console.
const BASES = {
  develop: 'http://127.0.0.1:8000',
  trial: 'https://alliance.example.cn',
  release: 'https://alliance.example.cn',
}

const siteBase = () => BASES[wx.getAccountInfoSync().miniProgram.envVersion]
const apiBase = () => `${siteBase()}/api`

module.exports = { apiBase, siteBase }
