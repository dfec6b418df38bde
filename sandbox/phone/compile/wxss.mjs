// WXSS to CSS: @import inlined, rpx, the page and host selectors, class names scoped to their component.
import postcss from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { absolute } from './project.mjs'

/** One style sheet for the app and all components. */
export function compileStyles(project, components) {
  const sheets = [compile(project, 'app', '')]
  for (const [path, { scope }] of Object.entries(components)) {
    if (project.has(`${path}.wxss`)) sheets.push(compile(project, path, scope))
  }
  return sheets.join('\n')
}

function compile(project, path, scope) {
  const root = postcss.parse(inlined(project, `${path}.wxss`, []))
  root.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(/(-?[\d.]+)rpx/g, 'calc($1 * var(--rpx))')
  })
  root.walkRules((rule) => {
    const isKeyframe = rule.parent.type === 'atrule' && rule.parent.name.includes('keyframes')
    if (!isKeyframe) rule.selector = scoped(rule.selector, scope)
  })
  return root.toString()
}

function inlined(project, file, above) {
  if (above.includes(file) || !project.has(file)) return ''
  return project.read(file).replace(/@import\s+(?:url\()?['"]([^'"]+)['"]\)?\s*;/g, (_, reference) =>
    inlined(project, absolute(file, reference), [...above, file]),
  )
}

function scoped(selector, scope) {
  return selectorParser((selectors) => {
    selectors.walk((node) => {
      if (node.type === 'class' && scope) node.value = `${scope}--${node.value}`
      if (node.type === 'tag' && node.value === 'page') node.value = '.wx-page'
      if (node.type === 'pseudo' && node.value === ':host') node.replaceWith(host(scope))
    })
  }).processSync(selector)
}

const host = (scope) => selectorParser.attribute({ attribute: 'wx-host', operator: '=', value: scope, quoteMark: '"', raws: {} })
