// @ts-check
const request = require('./request')

/** What is for me today. */
const get = () => request.get('/home')

module.exports = { get }
