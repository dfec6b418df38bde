// @ts-check
const request = require('./request')

/** A number that tells the Official Account who I am, good for ten minutes. */
const makeCode = async () => (await request.post('/me/follow-code', {})).code

module.exports = { makeCode }
