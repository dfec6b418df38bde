// @ts-check
// 代办: who acts for whom.
const request = require('./request')

module.exports = {
  /** {i_help, help_me, to_decide} */
  list: () => request.get('/me/proxies'),
  ask: (/** @type {{side: string, name: string, relation: string}} */ wanted) => request.post('/me/proxies', wanted),
  decide: (/** @type {number} */ id, /** @type {'approve'|'refuse'} */ decision) => request.post(`/proxies/${id}/decision`, { decision }),
  end: (/** @type {number} */ id) => request.del(`/proxies/${id}`),
}
