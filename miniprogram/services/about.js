// @ts-check
const request = require('./request')

/** Who runs it, under which filing number: {filing_number, operator, version}. */
const get = () => request.get('/about')

module.exports = { get }
