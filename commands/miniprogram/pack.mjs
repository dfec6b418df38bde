// `make miniprogram`: what WeChat DevTools calls "build npm", for the TDesign parts in use and nothing more.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const MINIPROGRAM = path.join(ROOT, 'miniprogram')
const PACKAGE = 'tdesign-miniprogram'
const SOURCE = path.join(ROOT, 'node_modules', PACKAGE, 'miniprogram_dist')
const TARGET = path.join(MINIPROGRAM, 'miniprogram_npm', PACKAGE)

// How one file names another, by extension.
const REFERENCES = {
  '.js': /(?:\bfrom|\bimport|\brequire\()\s*["']([^"']+)["']/g,
  '.wxss': /@import\s+(?:url\()?["']([^"']+)["']/g,
  '.wxml': /<(?:import|include|wxs)\b[^>]*\bsrc="([^"]+)"/g,
  '.wxs': /require\(["']([^"']+)["']\)/g,
}

/** What the mini-program's own files of this extension name of the package. */
function used(extension, namesIn, folder = MINIPROGRAM) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'miniprogram_npm' ? [] : used(extension, namesIn, file)
    if (!entry.name.endsWith(extension)) return []
    const names = namesIn(fs.readFileSync(file, 'utf8'))
    return names.filter((each) => each.startsWith(`${PACKAGE}/`)).map((each) => each.slice(PACKAGE.length + 1))
  })
}

const componentsIn = (json) => Object.values(JSON.parse(json).usingComponents ?? {})
const modulesIn = (js) => [...js.matchAll(REFERENCES['.js'])].map(([, reference]) => reference)

/** Every file that the named components and modules reach, as paths from SOURCE. */
function reached(components, modules) {
  const files = new Set()
  const addComponent = (name) => ['.json', '.js', '.wxml', '.wxss'].forEach((extension) => addFile(name + extension))
  const addFile = (file) => {
    if (files.has(file) || !fs.existsSync(path.join(SOURCE, file))) return
    files.add(file)
    const text = fs.readFileSync(path.join(SOURCE, file), 'utf8')
    if (file.endsWith('.json')) {
      for (const part of Object.values(JSON.parse(text).usingComponents ?? {})) addComponent(beside(file, part))
      return
    }
    const extension = path.extname(file)
    for (const [, reference] of text.matchAll(REFERENCES[extension] ?? /$^/g)) addFile(located(file, reference, extension))
  }
  components.forEach(addComponent)
  modules.forEach((name) => addFile(`${name}.js`))
  return files
}

const beside = (file, reference) => path.posix.join(path.posix.dirname(file), reference)

/** The file a reference means: its extension may be left out, a bare name is a package packed inside. */
function located(file, reference, extension) {
  const base = /^[./]/.test(reference) ? beside(file, reference) : extension === '.js' ? `miniprogram_npm/${reference}` : beside(file, reference)
  const isThere = (name) => fs.statSync(path.join(SOURCE, name), { throwIfNoEntry: false })?.isFile()
  return [base, base + extension, `${base}/index${extension}`].find(isThere) ?? base
}

/** The icon font lives on a remote host, which the product does not speak to: its icons are local pictures. */
const withoutRemoteFont = (wxss) => wxss.replace(/@font-face\s*\{[^}]*\}/g, '')

const files = reached(used('.json', componentsIn), used('.js', modulesIn))
fs.rmSync(path.dirname(TARGET), { recursive: true, force: true })
for (const file of files) {
  const target = path.join(TARGET, file)
  fs.mkdirSync(path.dirname(target), { recursive: true })
  const text = fs.readFileSync(path.join(SOURCE, file), 'utf8')
  fs.writeFileSync(target, file.endsWith('.wxss') ? withoutRemoteFont(text) : text)
}
console.log(`miniprogram_npm: ${files.size} files of ${PACKAGE}`)
