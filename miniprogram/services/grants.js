// @ts-check
// WeChat's subscribe messages: one tap on "allow" is worth one message of that template.
const request = require('./request')

const MOST_TEMPLATES = 3
// Enough for the life of one wish; whoever has as many is not asked again at every tap.
const ENOUGH = 3

/** @type {{template_id: string, purpose: string, left: number}[]} */
let grants = []

/** Learn the templates beforehand: WeChat shows its popup only in the very tap that asks for it. */
async function load() {
  grants = (await request.get('/me/grants')).items
  return grants
}

/** Ask for reminders of these purposes, in a tap. Whatever happens, the act itself goes on. */
async function ask(/** @type {string[]} */ purposes, enough = ENOUGH) {
  const asked = grants.filter((each) => purposes.includes(each.purpose) && each.left < enough)
  const wanted = asked.map((each) => each.template_id).slice(0, MOST_TEMPLATES)
  if (!wanted.length) return
  try {
    const answer = /** @type {any} */ (await wx.requestSubscribeMessage({ tmplIds: wanted }))
    await request.post('/me/grants', { results: resultsOf(wanted, answer) })
    await load()
  } catch (error) {
    // The inbox tells everything all the same.
  }
}

/** What was said about each template. Accepting may also be told as `acceptWithAudio` or `acceptWithAlert`; a template
 * that WeChat left out of the popup, as `filter`, was not asked about. */
function resultsOf(/** @type {string[]} */ wanted, /** @type {Record<string, string>} */ answer) {
  const said = wanted.filter((id) => answer[id] && answer[id] !== 'filter')
  return Object.fromEntries(said.map((id) => [id, answer[id].startsWith('accept') ? 'accept' : answer[id]]))
}

/** Ask for one more of a kind, however many are left. */
const askForOne = (/** @type {string} */ purpose) => ask([purpose], Infinity)

module.exports = { load, ask, askForOne }
