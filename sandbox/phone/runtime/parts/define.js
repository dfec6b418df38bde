// How a built-in component is made: a custom tag with properties, and what they do to its DOM element.
import { space } from '../framework.js'

export const STRING = { type: String, value: '' }
export const BOOLEAN = { type: Boolean, value: false }
export const NUMBER = { type: Number, value: 0 }
export const ANY = null

const COMMON = { ariaLabel: STRING, ariaHidden: ANY, ariaRole: STRING, ariaChecked: ANY, ariaDisabled: ANY }
const ARIA = { ariaLabel: 'aria-label', ariaHidden: 'aria-hidden', ariaRole: 'role', ariaChecked: 'aria-checked', ariaDisabled: 'aria-disabled' }

/** `strings(['a', 'b'])`: properties of one type by name. */
export const strings = (names) => Object.fromEntries(names.map((name) => [name, STRING]))
export const booleans = (names) => Object.fromEntries(names.map((name) => [name, BOOLEAN]))

/**
 * Define a tag. `setup` is called with the element's part: `part.dom`, `part.on(property, act)`,
 * `part.emit(event, detail)`, `part.listen(domEvent, act)` (the event goes no further) and `part.component`.
 */
export function definePart(tag, properties, setup = () => {}) {
  const all = { ...COMMON, ...properties }
  const definition = space.define(tag).options({ externalClasses: [], virtualHost: false })
  for (const name in all) {
    definition.property(name, all[name])
    definition.observer(name, function (value) {
      this.$watchers?.[name]?.(value)
    })
  }
  definition.lifetime('created', function () {
    this.$watchers = {}
    // An answer that comes late to a component already taken off the page draws nothing, as in WeChat.
    if (!this.$$) return
    const part = partOf(this)
    for (const name in ARIA) part.on(name, attribute(part.dom, ARIA[name]))
    setup(part)
  })
  definition.lifetime('attached', function () {
    for (const name in all) {
      const value = this.data[name]
      if (value !== undefined && value !== null) this.$watchers[name]?.(value)
    }
  })
  space.setGlobalUsingComponent(tag, definition.registerComponent())
}

function partOf(component) {
  const dom = component.$$
  return {
    component,
    dom,
    get data() {
      return component.data
    },
    on: (name, act) => (component.$watchers[name] = act),
    emit: (name, detail) => component.triggerEvent(name, detail),
    tapped: (act) => component.addListener('tap', act),
    listen: (name, act) =>
      dom.addEventListener(name, (event) => {
        event.stopImmediatePropagation()
        act(event)
      }),
  }
}

/** Mirror a property in an attribute; absent when it is false or empty. */
export function attribute(dom, name) {
  return (value) => {
    if (value === false || value === '' || value == null) dom.removeAttribute(name)
    else dom.setAttribute(name, value === true ? '' : value)
  }
}
