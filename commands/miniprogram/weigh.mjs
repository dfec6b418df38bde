// How heavy each package of the mini-program is; WeChat takes none above 2 MB.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const MINIPROGRAM = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../miniprogram')
const NOT_SHIPPED = /\.(md|d\.ts)$|^(project\.|jsconfig)/

export const LIMIT_BYTES = 2 * 1024 * 1024

/** {package: bytes}; the main package is called "main". */
export function weigh() {
  const app = JSON.parse(fs.readFileSync(path.join(MINIPROGRAM, 'app.json'), 'utf8'))
  const roots = app.subpackages.map((each) => each.root)
  const weights = Object.fromEntries(['main', ...roots].map((name) => [name, 0]))
  for (const file of fs.readdirSync(MINIPROGRAM, { recursive: true })) {
    const found = fs.statSync(path.join(MINIPROGRAM, file))
    if (!found.isFile() || NOT_SHIPPED.test(path.basename(file))) continue
    weights[roots.find((root) => file.startsWith(`${root}/`)) ?? 'main'] += found.size
  }
  return weights
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, bytes] of Object.entries(weigh())) console.log(`${name.padEnd(12)} ${(bytes / 1024).toFixed(0).padStart(6)} KB`)
}
