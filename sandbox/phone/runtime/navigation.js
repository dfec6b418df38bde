// The bar on top: title, the way back, and WeChat's own capsule.
import { program } from './framework.js'
import { routes } from './pages.js'

export function drawNavigation(page, depth) {
  const bar = document.getElementById('wx-navigation')
  const { navigationBarBackgroundColor, navigationBarTextStyle, navigationBarTitleText } = page.config
  bar.style.background = navigationBarBackgroundColor ?? '#ffffff'
  bar.style.color = navigationBarTextStyle === 'white' ? '#ffffff' : '#000000'
  const title = Object.assign(document.createElement('h1'), { textContent: page.title ?? navigationBarTitleText ?? '' })
  const capsule = Object.assign(document.createElement('span'), { className: 'wx-capsule', textContent: '•••  ◎' })
  capsule.setAttribute('aria-hidden', 'true')
  bar.replaceChildren(...wayBack(page, depth), title, capsule)
}

function wayBack(page, depth) {
  if (depth > 1) return [key('‹', '返回', () => routes.navigateBack())]
  if (page.isTab) return []
  return [key('⌂', '回首页', () => routes.reLaunch({ url: `/${program.pages[0]}` }))]
}

function key(sign, label, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', className: 'wx-back', textContent: sign })
  made.setAttribute('aria-label', label)
  made.addEventListener('click', act)
  return made
}
