// What only shows: view, text, image, icon, rich-text, progress, navigator, web-view.
import { routes } from '../pages.js'
import { pictureAddress } from '../pictures.js'
import { ANY, BOOLEAN, NUMBER, STRING, booleans, definePart, strings } from './define.js'

const HOVER = { hoverClass: STRING, hoverStartTime: NUMBER, hoverStayTime: NUMBER, hoverStopPropagation: BOOLEAN }
const FIT = { aspectFit: 'contain', aspectFill: 'cover', widthFix: 'contain' }
const SIGNS = { success: '✓', success_no_circle: '✓', warn: '!', info: 'i', cancel: '✕', clear: '✕', search: '⌕', waiting: '…' }
const GO = { navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch', navigateBack: 'navigateBack' }

definePart('view', HOVER)
definePart('cover-view', HOVER)
definePart('text', { ...booleans(['selectable', 'userSelect', 'decode']), ...strings(['space', 'overflow']) })
definePart('root-portal', { enable: BOOLEAN })
definePart('canvas', { type: STRING, canvasId: STRING })

definePart(
  'image',
  { src: STRING, mode: { type: String, value: 'scaleToFill' }, ...booleans(['lazyLoad', 'webp', 'showMenuByLongpress']) },
  (part) => {
    const picture = new Image()
    picture.alt = ''
    part.dom.appendChild(picture)
    picture.addEventListener('load', (event) => {
      event.stopPropagation()
      part.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight })
    })
    picture.addEventListener('error', (event) => {
      event.stopPropagation()
      part.emit('error', { errMsg: 'image:fail' })
    })
    part.on('src', (src) => {
      if (src) picture.src = pictureAddress(src)
    })
    part.on('mode', (mode) => {
      picture.style.objectFit = FIT[mode] ?? 'fill'
      if (mode === 'widthFix') part.dom.style.height = picture.style.height = 'auto'
    })
  },
)

definePart('icon', { type: STRING, size: { type: Number, value: 23 }, color: STRING }, (part) => {
  part.on('type', (type) => (part.dom.textContent = SIGNS[type] ?? ''))
  part.on('color', (color) => (part.dom.style.color = color))
  part.on('size', (size) => (part.dom.style.fontSize = `${size}px`))
})

definePart('rich-text', { nodes: ANY, space: STRING, userSelect: BOOLEAN }, (part) => {
  part.on('nodes', (nodes) => part.dom.replaceChildren(...(Array.isArray(nodes) ? nodes.map(element) : [String(nodes ?? '')])))
})

function element(node) {
  if (node.type === 'text') return document.createTextNode(node.text)
  const made = document.createElement(node.name)
  for (const [name, value] of Object.entries(node.attrs ?? {})) made.setAttribute(name, value)
  made.append(...(node.children ?? []).map(element))
  return made
}

definePart('progress', { percent: NUMBER, strokeWidth: NUMBER, activeColor: STRING, showInfo: BOOLEAN }, (part) => {
  part.dom.max = 100
  part.on('percent', (percent) => (part.dom.value = percent))
})

definePart(
  'navigator',
  { openType: { type: String, value: 'navigate' }, delta: NUMBER, ...strings(['url', 'hoverClass', 'target', 'appId']) },
  (part) => {
    part.tapped(() => routes[GO[part.data.openType]]?.({ url: part.data.url, delta: part.data.delta || 1 }))
  },
)

definePart('web-view', { src: STRING }, (part) => {
  part.dom.textContent = '网页在真机上打开'
})
