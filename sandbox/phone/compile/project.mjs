// The mini-program's folder: reading its files and finding what they refer to.
import fs from 'node:fs'
import path from 'node:path'

const { posix } = path

export class Project {
  constructor(root) {
    this.root = path.resolve(root)
    this.app = this.json('app')
    this.warnings = []
  }

  has(file) {
    return fs.statSync(path.join(this.root, file), { throwIfNoEntry: false })?.isFile() ?? false
  }

  read(file) {
    return fs.readFileSync(path.join(this.root, file), 'utf8')
  }

  json(name) {
    return this.has(`${name}.json`) ? JSON.parse(this.read(`${name}.json`)) : {}
  }

  warn(message) {
    this.warnings.push(message)
  }

  /** Every page, those of the main package first. */
  get pages() {
    const subpackages = this.app.subPackages ?? this.app.subpackages ?? []
    return [...this.app.pages, ...subpackages.flatMap((each) => each.pages.map((page) => posix.join(each.root, page)))]
  }

  /** The component that `reference` means in the file `from`, without an extension. */
  component(from, reference) {
    for (const candidate of this.candidates(from, reference)) {
      for (const name of [candidate, `${candidate}/index`]) {
        if (this.has(`${name}.json`) && this.has(`${name}.wxml`)) return name
      }
    }
    throw new Error(`${from}: there is no component ${reference}`)
  }

  /** The script that `require(reference)` means in the file `from`; null when there is none. */
  script(from, reference) {
    for (const candidate of this.candidates(from, reference)) {
      const found = [candidate, `${candidate}.js`, `${candidate}/index.js`].find((name) => name.endsWith('.js') && this.has(name))
      if (found) return found
    }
    return null
  }

  /** Where a reference may lie: beside its file and, unless it is a path, in the packed npm parts above. */
  candidates(from, reference) {
    const here = absolute(from, reference)
    return /^[./]/.test(reference) ? [here] : [here, ...npmFolders(from).map((folder) => `${folder}/${reference}`)]
  }
}

/** A reference as a path from the mini-program's root. */
export function absolute(from, reference) {
  return reference.startsWith('/') ? reference.slice(1) : posix.normalize(posix.join(posix.dirname(from), reference))
}

function npmFolders(from) {
  const folders = []
  for (let folder = posix.dirname(from); folder !== '.'; folder = posix.dirname(folder)) {
    folders.push(`${folder}/miniprogram_npm`)
  }
  return [...folders, 'miniprogram_npm']
}
