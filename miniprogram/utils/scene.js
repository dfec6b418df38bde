// @ts-check
// Mini-program codes carry at most 32 characters, the scene: `w=7` is wish 7, `e=7` event 7, `p=7` Party day 7,
// `n=7` notice 7, `d=…` a desk that asks to be let in.
const PAGES = {
  w: '/wishes/wish/wish?id=',
  e: '/events/event/event?id=',
  p: '/party-days/day/day?id=',
  n: '/account/notice/notice?id=',
  d: '/account/desk/desk?code=',
}

/** What a scene says: {w: '7'}. It arrives encoded. @returns {Record<string, string>} */
function read(/** @type {string|undefined} */ scene) {
  const pairs = decodeURIComponent(scene || '').split('&').map((pair) => pair.split('='))
  return Object.fromEntries(pairs.filter(([name, value]) => name && value))
}

/** The page a scene opens; empty when it says nothing known. */
function pageOf(/** @type {string|undefined} */ scene) {
  const said = read(scene)
  const known = Object.entries(PAGES).find(([name]) => said[name])
  return known ? known[1] + said[known[0]] : ''
}

module.exports = { read, pageOf }
