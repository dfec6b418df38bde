// What moves: scroll-view, swiper.
import { ANY, NUMBER, STRING, attribute, booleans, definePart, strings } from './define.js'

const EDGE = 50

definePart(
  'scroll-view',
  {
    upperThreshold: NUMBER,
    lowerThreshold: NUMBER,
    refresherThreshold: NUMBER,
    scrollTop: ANY,
    scrollLeft: ANY,
    ...strings(['scrollIntoView', 'type', 'refresherDefaultStyle', 'refresherBackground']),
    ...booleans(['scrollX', 'scrollY', 'scrollWithAnimation', 'refresherEnabled', 'refresherTriggered', 'enhanced']),
    ...booleans(['showScrollbar', 'bounces', 'enableFlex', 'throttle', 'enablePassive']),
  },
  ({ dom, on, emit, listen }) => {
    on('scrollX', attribute(dom, 'scroll-x'))
    on('scrollY', attribute(dom, 'scroll-y'))
    on('scrollTop', (top) => (dom.scrollTop = parseFloat(top) || 0))
    on('scrollLeft', (left) => (dom.scrollLeft = parseFloat(left) || 0))
    on('scrollIntoView', (id) => id && dom.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView())
    listen('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = dom
      emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth })
      if (scrollTop + clientHeight > scrollHeight - EDGE) emit('scrolltolower', {})
      if (scrollTop < EDGE) emit('scrolltoupper', {})
    })
  },
)

definePart(
  'swiper',
  {
    current: NUMBER,
    interval: NUMBER,
    duration: NUMBER,
    displayMultipleItems: NUMBER,
    ...booleans(['autoplay', 'circular', 'vertical', 'indicatorDots', 'snapToEdge']),
    ...strings(['indicatorColor', 'indicatorActiveColor', 'previousMargin', 'nextMargin', 'easingFunction']),
  },
  ({ dom, on, emit, listen }) => {
    let shown = 0
    on('current', (current) => dom.scrollTo({ left: current * dom.clientWidth }))
    listen('scrollend', () => {
      const current = Math.round(dom.scrollLeft / dom.clientWidth)
      if (current !== shown) emit('change', { current: (shown = current), source: 'touch' })
    })
  },
)
definePart('swiper-item', { itemId: STRING, ...booleans(['skipHiddenItemLayout']) })
