// @ts-check
// WeChat's subscribe messages: one tap on "allow" is worth one message of that template.
const request = require('./request')

const MOST_TEMPLATES = 3

/** @type {{template_id: string, purpose: string, left: number}[]} */
let grants = []

/** Learn the templates beforehand: WeChat shows its popup only in the very tap that asks for it. */
async function load() {
  grants = await request.get('/me/grants').catch(() => [])
  if (!Array.isArray(grants)) grants = /** @type {any} */ (grants).items || []
  return grants
}

/** Ask for reminders of these purposes, in a tap. Whatever happens, the act itself goes on. */
async function ask(/** @type {string[]} */ purposes) {
  const wanted = grants.filter((each) => purposes.includes(each.purpose)).map((each) => each.template_id)
  if (!wanted.length) return
  try {
    const answer = /** @type {any} */ (await wx.requestSubscribeMessage({ tmplIds: wanted.slice(0, MOST_TEMPLATES) }))
    const results = Object.fromEntries(wanted.filter((id) => answer[id]).map((id) => [id, answer[id]]))
    await request.post('/me/grants', { results })
    await load()
  } catch (error) {
    // The inbox tells everything all the same.
  }
}

/** How many reminders of a purpose are left; null while unknown. */
function left(/** @type {string} */ purpose) {
  const found = grants.find((each) => each.purpose === purpose)
  return found ? found.left : null
}

module.exports = { load, ask, left }
