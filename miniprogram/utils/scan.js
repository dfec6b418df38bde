// @ts-check
// The camera.

/**
 * What was scanned; null when scanning was given up. A mini-program code says its scene, and the page it opens.
 * @returns {Promise<{code: string, page: string}|null>}
 */
async function scan() {
  try {
    const { result, path } = /** @type {any} */ (await wx.scanCode({ scanType: ['qrCode', 'wxCode'] }))
    const [, scene] = /[?&]scene=([^&]+)/.exec(path || '') || []
    return { code: scene || result, page: path ? `/${path}` : '' }
  } catch (error) {
    return null
  }
}

module.exports = { scan }
