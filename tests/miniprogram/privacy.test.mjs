// WeChat's privacy question: each page that may raise it can also take its answer, and none stays open for good.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { load } from './fake-wx.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const ROOT = path.resolve(HERE, '../../miniprogram')
const read = (file) => (fs.existsSync(path.join(ROOT, file)) ? fs.readFileSync(path.join(ROOT, file), 'utf8') : '')

// What WeChat counts as private is listed where the launch handbook takes it from.
const LIST = fs.readFileSync(path.resolve(HERE, '../../commands/filing/interfaces.py'), 'utf8')
const PRIVATE = [...LIST.matchAll(/\br(["'])(.+?)\1/g)].map(([, , pattern]) => new RegExp(pattern))

/** Whether a page or part, or a script or part it uses, calls something private. */
function isPrivate(name) {
  const [script, markup] = [read(`${name}.js`), read(`${name}.wxml`)]
  if (PRIVATE.some((each) => each.test(script) || each.test(markup))) return true
  const scripts = [...script.matchAll(/require\('(\..+?)'\)/g)].map(([, other]) => path.join(path.dirname(name), other))
  return [...scripts, ...partsOf(name, markup)].some(isPrivate)
}

/** Own parts. A note sheet holds a photo where its page says so. */
function partsOf(name, markup) {
  const parts = Object.values(JSON.parse(read(`${name}.json`) || '{}').usingComponents || {}).filter((part) => part.startsWith('/'))
  return parts.map((part) => part.slice(1)).filter((part) => !part.endsWith('/note-sheet') || /hasPhoto="/.test(markup))
}

test('each page on which something private is asked for has the popup', () => {
  const app = JSON.parse(read('app.json'))
  const pages = [...app.pages, ...app.subpackages.flatMap((each) => each.pages.map((page) => `${each.root}/${page}`))]
  const asking = pages.filter(isPrivate)
  assert.ok(asking.includes('wishes/wish/wish') && asking.includes('account/bind/bind'), 'they are found')
  assert.deepEqual(asking.filter((page) => !/^ {2}<privacy-popup /m.test(read(`${page}.wxml`))), []) // not in a condition
})

/** A popup on a page that has just come to the front. */
function popup() {
  globalThis.Component = (made) => (globalThis.made = made)
  load(['components/privacy-popup/privacy-popup'])
  const made = globalThis.made
  const part = { ...made.methods, data: {}, setData: (change) => Object.assign(part.data, change) }
  const on = (name) => (made.lifetimes[name] || made.pageLifetimes[name]).call(part)
  return { part, on }
}

test('the page in front takes the question, also when one comes back to it', () => {
  const { part, on } = popup()
  let ask
  globalThis.wx.onNeedPrivacyAuthorization = (taker) => (ask = taker)
  on('attached')
  ask = () => assert.fail('the popup of a page that is gone')
  on('show')
  ask(() => {})
  assert.equal(part.data.visible, true)
})

test('questions still open when the page goes are answered by no, each', () => {
  const { on } = popup()
  let ask
  globalThis.wx.onNeedPrivacyAuthorization = (taker) => (ask = taker)
  on('attached')
  const said = []
  ask(({ event }) => said.push(event))
  ask(({ event }) => said.push(event))
  on('detached')
  assert.deepEqual(said.filter((event) => event !== 'exposureAuthorization'), ['disagree', 'disagree'])
})
