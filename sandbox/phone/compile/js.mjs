// The scripts: every file that can be reached becomes a CommonJS module, as in WeChat itself.
import { transformSync } from 'esbuild'

// What WeChat hands to each script as if it were global.
const PARAMETERS = 'require, module, exports, App, Page, Component, Behavior'

/** The expression that makes {file: {deps: {reference: file}, run}}. */
export function compileScripts(project, entries) {
  const modules = new Map()
  const add = (file) => {
    if (modules.has(file)) return
    const { code } = transformSync(project.read(file), { format: 'cjs', target: 'es2022', sourcefile: file })
    const deps = {}
    modules.set(file, { code, deps })
    for (const [, reference] of code.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
      const found = project.script(file, reference)
      if (found === null) project.warn(`${file}: there is no module ${reference}`)
      else add((deps[reference] = found))
    }
  }
  entries.filter((file) => project.has(file)).forEach(add)
  const records = [...modules].map(
    ([file, { code, deps }]) =>
      `${JSON.stringify(file)}: { deps: ${JSON.stringify(deps)}, run: function (${PARAMETERS}) {\n${code}\n} }`,
  )
  return `{${records.join(',\n')}}`
}
