// The mini-program's scripts, each run once, with the globals that WeChat hands to it.
import { codeSpace, program } from './framework.js'

const done = new Map()
let current = null
let theApp = { globalData: {} }

export const getApp = () => theApp

/** Register every component, children before those that use them, and run app.js first. */
export function loadProgram() {
  for (const [path, component] of Object.entries(program.components)) declare(path, component)
  codeSpace.componentEnv('app', (environment) => {
    current = environment
    run('app.js')
  })
  const registered = new Set()
  const register = (path) => {
    if (registered.has(path)) return
    registered.add(path)
    for (const part of Object.values(program.components[path].config.usingComponents)) register(part.slice(1))
    if (program.modules[`${path}.js`]) run(`${path}.js`)
  }
  Object.keys(program.components).forEach(register)
}

function declare(path, { isPage, config, scope }) {
  codeSpace.addComponentStaticConfig(path, {
    ...config,
    component: isPage ? undefined : true,
    styleIsolation: config.styleIsolation ?? (isPage ? 'page-apply-shared' : undefined),
  })
  codeSpace.addStyleSheet(path, undefined, scope || undefined)
  codeSpace.addCompiledTemplate(path, { groupList: program.templates, content: program.templates[path] })
}

function run(file) {
  if (done.has(file)) return done.get(file).exports
  const module = { exports: {} }
  done.set(file, module)
  const { deps, run: body } = program.modules[file]
  const require = (reference) => {
    if (!deps[reference]) throw new Error(`${file}: there is no module ${reference}`)
    return run(deps[reference])
  }
  const start = () => body(require, module, module.exports, setApp, page, component, behavior)
  const path = file.replace(/\.js$/, '')
  if (program.components[path]) {
    codeSpace.componentEnv(path, (environment) => {
      const outer = current
      current = environment
      start()
      current = outer
    })
  } else {
    start()
  }
  return module.exports
}

const setApp = (definition) => (theApp = Object.assign(theApp, definition))
const page = (definition) => current.Page(withoutForeign(definition))
const component = (definition) => current.Component(withoutForeign(definition))
const behavior = (definition) => current.Behavior(withoutForeign(definition))

/** WeChat's own behaviors (`wx://form-field`) are names, not objects; here the parts do what they ask for. */
function withoutForeign(definition) {
  if (definition?.behaviors) definition.behaviors = definition.behaviors.filter((each) => typeof each !== 'string')
  return definition
}
