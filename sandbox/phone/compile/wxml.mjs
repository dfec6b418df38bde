// WXML and WXS, through the template compiler of WeChat's own component framework.
import { createRequire } from 'node:module'
import { absolute } from './project.mjs'

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler')

// What WXS has and JavaScript has not.
const WXS_GLOBALS = `
var getRegExp = (source, flags) => new RegExp(source, flags)
var getDate = (...parts) => new Date(...parts)
var wxsConstructor = (value) => value == null ? undefined : Object.prototype.toString.call(value).slice(8, -1)
`

/** Compile the templates of all components; answers the expression that makes {path: template}. */
export function compileTemplates(project, paths) {
  const group = new TmplGroup()
  const done = new Set()
  group.setExtraRuntimeScript(WXS_GLOBALS)

  const addScript = (reference) => {
    const path = reference.replace(/\.wxs$/, '')
    if (done.has(`${path}.wxs`)) return
    done.add(`${path}.wxs`)
    const source = wxsToJs(project.read(`${path}.wxs`)).replace(/require\((['"])(.+?)\.wxs\1\)/g, "require('$2')")
    for (const [, required] of source.matchAll(/require\('(.+?)'\)/g)) addScript(absolute(path, required))
    group.addScript(path, source)
  }
  const addTemplate = (path) => {
    if (done.has(path)) return
    done.add(path)
    for (const problem of group.addTmpl(path, withJs(project.read(`${path}.wxml`))) ?? []) {
      project.warn(`${path}.wxml:${problem.startLine}: ${problem.message}`)
    }
    group.getDirectDependencies(path).forEach(addTemplate)
    group.getScriptDependencies(path).forEach(addScript)
  }
  paths.forEach(addTemplate)
  return group.getTmplGenObjectGroups()
}

const withJs = (wxml) => wxml.replace(/(<wxs[^>]*[^/]>)([\s\S]*?)(<\/wxs>)/g, (_, open, body, close) => open + wxsToJs(body) + close)

/** In WXS a value's constructor is a string, and a regular expression is written with single backslashes. */
function wxsToJs(source) {
  return source
    .replace(/([\w$\].]+)\.constructor\b/g, 'wxsConstructor($1)')
    .replace(/getRegExp\('([^'\n]*)'/g, (_, pattern) => `getRegExp('${pattern.replace(/\\(?!\\)/g, '\\\\')}'`)
}
