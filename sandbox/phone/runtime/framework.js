// WeChat's own open-source component framework, set up for one window.
import * as adapter from 'glass-easel-miniprogram-adapter'

const { glassEasel } = adapter

export const program = window.__miniprogram
export const environment = new adapter.MiniProgramEnv()
export const codeSpace = environment.createCodeSpace('', true)
export const space = codeSpace.getComponentSpace()

const context = new glassEasel.CurrentWindowBackendContext()
export const backend = environment.associateBackend(context)

context.onEvent((target, type, detail, options) => {
  const event = new glassEasel.Event(type, detail, options)
  glassEasel.Event.dispatchEvent(target, event)
  return event.defaultPrevented() ? 1 : 0
})

/** Whatever a page throws: for the tests, which fail on it. */
export const errors = (window.phoneErrors = [])
glassEasel.globalOptions.throwGlobalError = false
glassEasel.addGlobalErrorListener?.((error) => report(error))
window.addEventListener('error', (event) => report(event.error ?? event.message))
window.addEventListener('unhandledrejection', (event) => report(event.reason))

export function report(error) {
  errors.push(String(error?.stack ?? error?.errMsg ?? error))
  console.error(error)
}

/** Call a method of a page or component that may be missing or may throw. */
export function call(instance, name, ...rest) {
  if (typeof instance?.[name] !== 'function') return undefined
  try {
    return instance[name](...rest)
  } catch (error) {
    return report(error)
  }
}

/** The component behind a DOM element. */
export const componentOf = (element) => element?.__wxElement
