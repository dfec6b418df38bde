// What passes between phones: a card sent in a chat, a code held in front of another phone's camera.
import { call, componentOf } from './framework.js'
import { ask } from './overlays.js'
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

/** wx.scanCode: a code that another phone or a screen shows now, one dragged here, or one typed: {result} or {path}. */
export async function scan() {
  const seen = new Set()
  hear('code', ({ code }) => seen.add(code))
  say('codes?')
  const [drawn] = await Promise.all([drawnCodes(), new Promise((done) => setTimeout(done, WAIT_FOR_CODES))])
  const drops = new AbortController()
  const scanned = await ask('wx-sheet', (box, close) => {
    const field = Object.assign(document.createElement('input'), { type: 'text', className: 'wx-field', placeholder: '码里的内容' })
    box.append(
      line(`扫一扫：${seen.size || drawn.length ? '旁边有码' : '旁边没有码'}；电脑上的码可以拖到这里，也可以手工输入`),
      ...[...seen].map((code) => key(`旁边手机上的码：${code}`, () => close({ result: code }), '')),
      ...drawn.map((path) => key(`屏幕上的小程序码：${path}`, () => close({ result: '', path }), '')),
      field,
      key('确定', () => close(field.value ? { result: field.value } : null), 'wx-yes'),
      key('取消', () => close(null), 'wx-cancel'),
    )
    listenForDrops((code) => close({ result: code }), drops.signal)
    setTimeout(() => field.focus())
  })
  drops.abort()
  return scanned
}

const line = (text) => Object.assign(document.createElement('p'), { className: 'wx-text', textContent: text })

/** Mini-program codes that the app has had drawn in the last minutes: they hang on a screen before the camera. */
async function drawnCodes() {
  const answer = await fetch('/__admin/drawn-codes')
  return answer.ok ? answer.json() : []
}

/** A picture that is dragged carries its element, and with it the code: as if the phone were held before the screen. */
function listenForDrops(act, signal) {
  addEventListener('dragover', (event) => event.preventDefault(), { signal })
  addEventListener('drop', (event) => {
    event.preventDefault()
    const dragged = new DOMParser().parseFromString(event.dataTransfer.getData('text/html'), 'text/html')
    const code = dragged.querySelector('[data-scan-code]')?.dataset.scanCode
    if (code) act(code)
  }, { signal })
}
