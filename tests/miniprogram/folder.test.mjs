// What must hold of the folder as a whole, so that WeChat takes it.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { LIMIT_BYTES, weigh } from '../../commands/miniprogram/weigh.mjs'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../miniprogram')
const files = fs.readdirSync(ROOT, { recursive: true }).filter((file) => fs.statSync(path.join(ROOT, file)).isFile())
const own = files.filter((file) => !file.startsWith('miniprogram_npm'))
const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8')
const app = JSON.parse(read('app.json'))

test('only services/request.js calls wx.request', () => {
  const callers = own.filter((file) => /\.(js|wxs)$/.test(file) && /wx\.(request|uploadFile|downloadFile|connectSocket)\(/.test(read(file)))
  assert.deepEqual(callers, ['services/request.js'])
})

test('a page is opened by utils/go.js alone, which a double tap does not fool', () => {
  const callers = own.filter((file) => file.endsWith('.js') && /wx\.navigateTo\(/.test(read(file)))
  assert.deepEqual(callers, ['utils/go.js'])
})

test('every package is under 2 MB', () => {
  for (const [name, bytes] of Object.entries(weigh())) assert.ok(bytes < LIMIT_BYTES, `${name}: ${bytes}`)
})

test('the main package holds the tab pages and nothing else', () => {
  assert.deepEqual(app.pages, app.tabBar.list.map((tab) => tab.pagePath))
})

test('every page has its four files', () => {
  const pages = [...app.pages, ...app.subpackages.flatMap((each) => each.pages.map((page) => `${each.root}/${page}`))]
  for (const page of pages) {
    for (const extension of ['js', 'json', 'wxml', 'wxss']) assert.ok(own.includes(`${page}.${extension}`), `${page}.${extension}`)
  }
})

test('nothing is loaded from another host', () => {
  const allowed = /^http:\/\/(127\.0\.0\.1:8000|www\.w3\.org\/2000\/svg)|^https:\/\/alliance\.example\.cn/
  for (const file of files.filter((each) => /\.(js|wxss|wxml|wxs|svg)$/.test(each))) {
    for (const [url] of read(file).matchAll(/https?:\/\/[^\s'"`)>]+/g)) {
      if (!file.startsWith('miniprogram_npm') || file.endsWith('.wxss')) assert.match(url, allowed, file)
    }
  }
})

test('no location is asked for, and parts load only where they are used', () => {
  assert.deepEqual(app.requiredPrivateInfos, [])
  assert.equal(app.lazyCodeLoading, 'requiredComponents')
})

test('every script is checked for types', () => {
  assert.deepEqual(own.filter((file) => file.endsWith('.js') && !read(file).startsWith('// @ts-check')), [])
})

test('the lock file names no host', () => {
  assert.doesNotMatch(fs.readFileSync(path.join(ROOT, '../package-lock.json'), 'utf8'), /https?:\/\//)
})

test('every page that is opened from somewhere, a message of the backend included, is there', () => {
  const pages = new Set([...app.pages, ...app.subpackages.flatMap((each) => each.pages.map((page) => `${each.root}/${page}`))])
  const roots = ['pages', ...app.subpackages.map((each) => each.root)].join('|')
  const address = new RegExp(`["'\`]/?((?:${roots})/[\\w-]+/[\\w-]+)[?"'\`]`, 'g')
  const services = path.join(ROOT, '../services')
  const texts = [
    ...own.filter((file) => /\.(js|wxml)$/.test(file)).map((file) => [file, read(file)]),
    ...fs.readdirSync(services).filter((file) => file.endsWith('.py')).map((file) => [file, fs.readFileSync(path.join(services, file), 'utf8')]),
  ]
  const opened = texts.flatMap(([file, text]) => [...text.matchAll(address)].map(([, page]) => `${file}: ${page}`))
  assert.ok(opened.length > 40, 'they are found')
  assert.deepEqual(opened.filter((each) => !pages.has(each.split(': ')[1])), [])
})
