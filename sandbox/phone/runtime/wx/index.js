// The global `wx`. An API that is not here says so in the console instead of failing far away.
import './account.js'
import './device.js'
import './media.js'
import './network.js'
import './screen.js'
import { wxApi } from './define.js'

export const wx = new Proxy(wxApi, {
  get(api, name) {
    if (!(name in api) && typeof name === 'string' && !name.startsWith('__')) console.warn(`wx.${name} is not in this phone`)
    return api[name]
  },
})
