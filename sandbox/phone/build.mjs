// `npm run build:phone`: the real miniprogram/ folder as a page for a browser, in sandbox/phone/dist/.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { findComponents } from './compile/components.mjs'
import { compileScripts } from './compile/js.mjs'
import { Project } from './compile/project.mjs'
import { compileTemplates } from './compile/wxml.mjs'
import { compileStyles } from './compile/wxss.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const OUT = path.join(HERE, 'dist')
const PICTURES = /\.(png|jpe?g|gif|svg|webp)$/

const project = new Project(path.join(HERE, '../../miniprogram'))
const components = findComponents(project)
const paths = Object.keys(components)

fs.rmSync(OUT, { recursive: true, force: true })
fs.mkdirSync(OUT, { recursive: true })
fs.writeFileSync(
  path.join(OUT, 'miniprogram.js'),
  `window.__miniprogram = {
app: ${JSON.stringify(project.app)},
pages: ${JSON.stringify(project.pages)},
components: ${JSON.stringify(components)},
templates: ${compileTemplates(project, paths)},
modules: ${compileScripts(project, ['app.js', ...paths.map((name) => `${name}.js`)])}
}
`,
)
fs.writeFileSync(path.join(OUT, 'miniprogram.css'), compileStyles(project, components))
fs.cpSync(project.root, path.join(OUT, 'files'), {
  recursive: true,
  filter: (file) => (fs.statSync(file).isDirectory() ? !file.includes('miniprogram_npm') : PICTURES.test(file)),
})
await esbuild.build({
  entryPoints: { phone: path.join(HERE, 'runtime/main.js'), desk: path.join(HERE, 'desk/desk.js') },
  bundle: true,
  outdir: OUT,
  format: 'iife',
  target: 'es2022',
  logLevel: 'warning',
})
for (const file of ['desk/index.html', 'desk/desk.css', 'runtime/phone.html', 'runtime/phone.css']) {
  fs.copyFileSync(path.join(HERE, file), path.join(OUT, path.basename(file)))
}
for (const warning of project.warnings) console.warn(`warning: ${warning}`)
console.log(`phone: ${project.pages.length} pages, ${paths.length} components`)
