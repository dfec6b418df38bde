// Starts the phone: phone.html?openid=…&path=wishes/wish/wish&query=id%3D7
import { call, program } from './framework.js'
import { getApp, loadProgram } from './modules.js'
import { getCurrentPages, pullDown, routes } from './pages.js'
import './parts/views.js'
import './parts/forms.js'
import './parts/scrolling.js'
import { openid } from './person.js'
import { startSharing } from './sharing.js'
import { wx } from './wx/index.js'
import { setOffline } from './wx/network.js'

Object.assign(window, { wx, getApp, getCurrentPages })

const parameters = new URLSearchParams(location.search)
const path = parameters.get('path') || program.pages[0]
const query = parameters.get('query') || ''

const entryOf = (path, query) => ({ path, query: Object.fromEntries(new URLSearchParams(query)), scene: query ? 1007 : 1001 })

/** Come to a page from outside: a code, a message, a card. A warm start, where the program ran already. */
function enter(path, query = '') {
  call(getApp(), 'onShow', entryOf(path, query))
  routes.reLaunch({ url: `/${path}${query ? `?${query}` : ''}` })
}

loadProgram()
startSharing()
call(getApp(), 'onLaunch', entryOf(path, query))
enter(path, query)

/** For the desk and for tests. */
window.phone = { openid, setOffline, pullDown, routes, enter }
