// @ts-check
const request = require('./request')

/** One level of the tree: the roots without `parentId`. @returns {Promise<{id: number, name: string, kind: string}[]>} */
const children = async (/** @type {number|undefined} */ parentId) => (await request.get('/organisations', { parent_id: parentId })).items

module.exports = { children }
