// @ts-check
// My data as people read it: on the page in short, in the file in full.
const SHORT = 3

/** @typedef {Record<string, any>} Row */

const lines = (/** @type {Row} */ row) => Object.entries(row).map(([name, value]) => ({ name, text: said(value) }))
const said = (/** @type {any} */ value) => (value === true ? '是' : value === false ? '否' : String(value))
const isList = (/** @type {any} */ entry) => Array.isArray(entry[1])

/** The sections of the page, the longest lists cut. */
function sections(/** @type {Row} */ data) {
  return Object.entries(data)
    .filter(isList)
    .map(([title, rows]) => ({ title, count: rows.length, rows: rows.slice(0, SHORT).map(lines), more: Math.max(0, rows.length - SHORT) }))
}

/** The whole as a text file. */
function asText(/** @type {Row} */ data) {
  const head = Object.entries(data).filter((entry) => !isList(entry))
  const body = Object.entries(data).filter(isList)
  return [
    ...head.map(([name, value]) => `${name}：${value}`),
    ...body.map(([title, rows]) => [`\n【${title}】`, ...rows.map((/** @type {Row} */ row) => lines(row).map((each) => `${each.name}：${each.text}`).join('\n'))].join('\n\n')),
  ].join('\n')
}

module.exports = { sections, asText }
