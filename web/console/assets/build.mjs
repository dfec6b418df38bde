// `npm run build:console`: the desk's files into web/console/dist/, named by their content. Nothing is fetched from elsewhere.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import postcss from 'postcss'
import parseSelector from 'postcss-selector-parser'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const CONSOLE = path.dirname(HERE)
const OUT = path.join(CONSOLE, 'dist')
const TABLER = path.join(HERE, '../../../node_modules/@tabler/core/dist/css/tabler.min.css')

/** Every word in our templates, scripts and handlers: a class must stand there in full to be kept. */
function wordsInUse() {
  const files = fs.readdirSync(CONSOLE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(html|py|js)$/.test(entry.name) && !entry.parentPath.includes('dist'))
  const texts = files.map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  return new Set(texts.join('\n').match(/[A-Za-z][\w-]*/g))
}

/** The part of a style sheet whose classes are in use: Tabler whole is 635 KB, of which we need a few per cent. */
function pick(css, words) {
  const isInUse = (selector) => {
    let inUse = true
    selector.walkClasses((name) => {
      const isInNot = name.parent.parent?.type === 'pseudo' && name.parent.parent.value === ':not'
      if (!isInNot && !words.has(name.value)) inUse = false
    })
    return inUse
  }
  const root = postcss.parse(css)
  root.walkRules((rule) => {
    if (rule.parent.type === 'atrule' && rule.parent.name.endsWith('keyframes')) return
    rule.selector = parseSelector((selectors) => selectors.each((each) => void (isInUse(each) || each.remove()))).processSync(rule.selector)
    if (!rule.selector.trim()) rule.remove()
  })
  root.walkAtRules((rule) => void (rule.nodes?.length === 0 && rule.remove()))
  root.walkComments((comment) => void comment.remove())
  return root.toString()
}

function write(name, content) {
  const { name: stem, ext } = path.parse(name)
  const named = `${stem}.${createHash('sha256').update(content).digest('hex').slice(0, 10)}${ext}`
  fs.writeFileSync(path.join(OUT, named), content)
  return [name, named]
}

fs.rmSync(OUT, { recursive: true, force: true })
fs.mkdirSync(OUT, { recursive: true })
const styles = await esbuild.transform(`${pick(fs.readFileSync(TABLER, 'utf8'), wordsInUse())}\n${fs.readFileSync(path.join(HERE, 'desk.css'), 'utf8')}`, { loader: 'css', minify: true })
const scripts = await esbuild.build({
  entryPoints: ['desk.js', 'charts.js', 'board.js'].map((name) => path.join(HERE, name)),
  bundle: true,
  minify: true,
  write: false,
  outdir: OUT,
  format: 'iife',
  target: 'es2020',
  logLevel: 'warning',
})
const board = await esbuild.transform(fs.readFileSync(path.join(HERE, 'board.css'), 'utf8'), { loader: 'css', minify: true })
const files = [['desk.css', styles.code], ['board.css', board.code], ...scripts.outputFiles.map((file) => [path.basename(file.path), file.text])]
const manifest = Object.fromEntries(files.map(([name, content]) => write(name, content)))
fs.writeFileSync(path.join(OUT, 'manifest.json'), JSON.stringify(manifest, null, 2))
console.log(`console: ${files.map(([name, content]) => `${name} ${Math.round(content.length / 1024)} KB`).join(', ')}`)
