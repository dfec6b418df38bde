// A page without a screen: loaded as WeChat would, with what it asks and says written down.
import { load } from './fake-wx.mjs'

/**
 * Open a page. `answers` maps 'GET /api/me' and the like to what the backend says; `agrees` is what is tapped in every
 * popup. What was asked of the backend is in `asked`, the popups and toasts in `told`, where it went in `gone`.
 */
export async function open(path, query, answers, agrees = true) {
  const [told, gone] = [[], []]
  let page
  globalThis.Page = (definition) => (page = definition)
  const network = ({ method, path: url }) => {
    const [, answer] = Object.entries(answers).filter(([start]) => `${method} ${url}`.startsWith(start)).sort(([one], [other]) => other.length - one.length)[0] || []
    if (!answer) throw new Error(`nobody answers ${method} ${url}`)
    return typeof answer.status === 'number' ? answer : { status: 200, data: answer }
  }
  const { loaded: [token], asked, storage } = load(['services/token', path], network)
  token.save('good')
  Object.assign(globalThis.wx, {
    showModal: async (question) => (told.push(question), { confirm: agrees }),
    showToast: (toast) => told.push(toast),
    redirectTo: ({ url }) => gone.push(url),
    navigateBack: () => gone.push('back'),
    setNavigationBarTitle: () => {},
  })
  page.setData = (change) => Object.assign(page.data, change)
  if (page.onLoad) page.onLoad(query)
  await page.reload()
  return { page, asked, told, gone, storage }
}
