// @ts-check
// What I say I can do, for the posts that need it.
const request = require('./request')

/** @typedef {{skills: string[], choices: string[]}} Skills mine, and what there is to choose from */

module.exports = {
  /** @returns {Promise<Skills>} */
  get: () => request.get('/me/skills'),
  /** All of them: what is left out is taken back. @returns {Promise<Skills>} */
  declare: (/** @type {string[]} */ names) => request.put('/me/skills', { skills: names }),
}
