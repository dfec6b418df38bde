// What passes between phones: a card sent in a chat, a code held in front of another phone's camera.
import { call, componentOf } from './framework.js'
import { ask, askFromList, askWithField } from './overlays.js'
import { currentPage } from './pages.js'
import { hear, say } from './person.js'

const WAIT_FOR_CODES = 150

export function startSharing() {
  hear('codes?', () => codesOnScreen().forEach((code) => say('code', { code })))
  hear('card', ({ card }) => receive(card))
}

/** The button with open-type="share": the page says what the card shows. */
export async function share() {
  const page = currentPage()
  const card = { title: page.title ?? page.config.navigationBarTitleText, path: page.path, ...call(page.instance, 'onShareAppMessage', { from: 'button' }) }
  const isSent = await ask('wx-sheet', (box, close) => {
    box.append(picture(card), key('发送给旁边的手机', () => close(true), 'wx-yes'), key('取消', () => close(false), 'wx-cancel'))
  })
  if (isSent) say('card', { card })
}

async function receive(card) {
  const isOpened = await ask('wx-sheet', (box, close) => {
    box.append(picture(card), key('打开', () => close(true), 'wx-yes'), key('不看', () => close(false), 'wx-cancel'))
  })
  if (isOpened) openAnew(card.path)
}

/** A cold start, as from a chat or a printed code. */
function openAnew(target) {
  const [path, query = ''] = target.replace(/^\//, '').split('?')
  const parameters = new URLSearchParams(location.search)
  parameters.set('path', path)
  parameters.set('query', query)
  location.search = parameters
}

function picture(card) {
  const made = Object.assign(document.createElement('div'), { className: 'wx-card' })
  made.append(
    Object.assign(document.createElement('small'), { textContent: '三色联盟 · 小程序' }),
    Object.assign(document.createElement('b'), { textContent: card.title }),
  )
  return made
}

function key(text, act, className) {
  const made = Object.assign(document.createElement('button'), { type: 'button', className: `wx-button ${className}`, textContent: text })
  made.addEventListener('click', act)
  return made
}

/** An element with `data-scan-code` shows that code to cameras. */
function codesOnScreen() {
  const elements = [...currentPage().host.querySelectorAll('*')].map(componentOf)
  return elements.map((each) => each?.dataset?.scanCode).filter(Boolean)
}

/** wx.scanCode: a code that another phone shows now, or one typed. */
export async function scan() {
  const seen = new Set()
  hear('code', ({ code }) => seen.add(code))
  say('codes?')
  await new Promise((done) => setTimeout(done, WAIT_FOR_CODES))
  const codes = [...seen]
  const chosen = codes.length ? await askFromList([...codes.map((code) => `旁边手机上的码：${code}`), '手工输入'], '扫一扫') : 0
  if (chosen === null) return null
  return codes[chosen] ?? askWithField({ type: 'text', placeholder: '码里的内容' }, '扫一扫：旁边的手机没有出示码，可以手工输入')
}
