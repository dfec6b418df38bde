// The stack of pages: opening, closing, showing, and what happens at their edges.
import { backend, call, codeSpace, program } from './framework.js'
import { drawNavigation } from './navigation.js'

const MOST_PAGES = 10
const BOTTOM = 50
const PULL = 70

const stack = []
const kept = new Map()
const tabs = (program.app.tabBar?.list ?? []).map((tab) => tab.pagePath)

export const currentPage = () => stack.at(-1)
export const getCurrentPages = () => stack.map((page) => page.instance)

/** `/wishes/wish/wish?id=7` → path and query; relative to the page on top. */
function parse(url) {
  const here = currentPage()
  const address = new URL(url, `http://phone/${here ? here.path : ''}`)
  const query = Object.fromEntries([...address.searchParams].map(([name, value]) => [name, encodeIfScene(name, value)]))
  return { path: address.pathname.slice(1), query }
}

// WeChat hands the scene over as it stands in the code, still encoded.
const encodeIfScene = (name, value) => (name === 'scene' ? encodeURIComponent(value) : value)

function open({ path, query }) {
  if (!program.components[path]?.isPage) throw new Error(`page "${path}" is not found`)
  const isTab = tabs.includes(path)
  const host = document.createElement('section')
  host.className = 'wx-page'
  host.dataset.path = path
  document.getElementById('wx-pages').appendChild(host)
  const root = mount(path, host)
  const page = { path, isTab, host, root, instance: root.get(), config: { ...program.app.window, ...program.components[path].config }, title: null }
  page.instance.route = path
  page.instance.options = query
  if (isTab && program.app.tabBar.custom) addTabBar(page)
  if (isTab) kept.set(path, page)
  watchEdges(page)
  stack.push(page)
  call(page.instance, 'onLoad', query)
  show(page)
  setTimeout(() => call(page.instance, 'onReady'))
}

function mount(path, host) {
  const place = document.createElement('div')
  host.appendChild(place)
  const root = backend.createRoot('wx-root', codeSpace, path)
  root.attach(host, place)
  return root
}

function addTabBar(page) {
  const bar = document.createElement('div')
  bar.className = 'wx-tab-bar'
  page.bar = bar
  document.getElementById('wx-pages').appendChild(bar)
  page.barRoot = mount('custom-tab-bar/index', bar)
  const instance = page.barRoot.get()
  page.instance.getTabBar = () => instance
}

function show(page) {
  for (const other of new Set([...stack, ...kept.values()])) {
    other.host.hidden = other !== page
    if (other.bar) other.bar.hidden = other !== page
  }
  drawNavigation(page, stack.length)
  call(page.instance, 'onShow')
  page.root.getComponent().triggerPageLifetime?.('show', [])
  page.barRoot?.getComponent().triggerPageLifetime?.('show', [])
}

function hide(page) {
  call(page.instance, 'onHide')
  page.root.getComponent().triggerPageLifetime?.('hide', [])
}

function close(page) {
  call(page.instance, 'onUnload')
  page.root.release()
  page.host.remove()
  page.barRoot?.release()
  page.bar?.remove()
  kept.delete(page.path)
}

function watchEdges(page) {
  let wasAtBottom = false
  page.host.addEventListener('scroll', () => {
    const { scrollTop, clientHeight, scrollHeight } = page.host
    const isAtBottom = scrollTop + clientHeight > scrollHeight - BOTTOM
    if (isAtBottom && !wasAtBottom) call(page.instance, 'onReachBottom')
    wasAtBottom = isAtBottom
  })
  if (!page.config.enablePullDownRefresh) return
  let start = null
  page.host.addEventListener('pointerdown', (event) => (start = page.host.scrollTop <= 0 ? event.clientY : null))
  page.host.addEventListener('pointermove', (event) => {
    if (start === null || event.clientY - start < PULL) return
    start = null
    pullDown()
  })
  page.host.addEventListener('pointerup', () => (start = null))
}

/** What a finger does at the top of a page. */
export function pullDown() {
  const page = currentPage()
  if (!page.config.enablePullDownRefresh) return
  page.host.classList.add('wx-refreshing')
  call(page.instance, 'onPullDownRefresh')
}

export const stopPullDown = () => stack.forEach((page) => page.host.classList.remove('wx-refreshing'))

export function setTitle(title) {
  currentPage().title = title
  drawNavigation(currentPage(), stack.length)
}

export const routes = {
  navigateTo({ url }) {
    const target = parse(url)
    if (tabs.includes(target.path)) throw new Error('can not navigateTo a tabbar page')
    if (stack.length >= MOST_PAGES) throw new Error('webview count limit exceed')
    hide(currentPage())
    open(target)
  },
  redirectTo({ url }) {
    const target = parse(url)
    if (tabs.includes(target.path)) throw new Error('can not redirectTo a tabbar page')
    leave(stack.pop())
    open(target)
  },
  navigateBack({ delta = 1 } = {}) {
    if (stack.length === 1) return
    for (let count = 0; count < delta && stack.length > 1; count++) close(stack.pop())
    show(currentPage())
  },
  switchTab({ url }) {
    const target = parse(url)
    if (!tabs.includes(target.path)) throw new Error('can not switch to no-tabBar page')
    if (stack.length === 1 && currentPage().path === target.path) return
    while (stack.length) leave(stack.pop())
    const page = kept.get(target.path)
    if (!page) return open(target)
    stack.push(page)
    show(page)
  },
  reLaunch({ url }) {
    const target = parse(url)
    for (const page of new Set([...stack, ...kept.values()])) close(page)
    stack.length = 0
    open(target)
  },
}

/** A tab page left for another stays as it was; any other page ends. */
function leave(page) {
  if (page.isTab) hide(page)
  else close(page)
}
