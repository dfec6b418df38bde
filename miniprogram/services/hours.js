// @ts-check
const request = require('./request')

/** My ledger of service, newest first. */
const list = (/** @type {{after?: string}} */ query) => request.get('/me/hours', query)

module.exports = { list }
