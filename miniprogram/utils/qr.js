// @ts-check
// A QR code as a picture for <image>: sharp at every size, drawn on the phone, also without network.
const { Ecc, QrCode } = require('tdesign-miniprogram/common/shared/qrcode/qrcodegen')

const QUIET_ZONE = 4 // modules, as the standard asks

function pictureOf(/** @type {string} */ text) {
  const modules = QrCode.encodeText(text, Ecc.MEDIUM).getModules()
  const size = modules.length + 2 * QUIET_ZONE
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dark.join('')}"/></svg>`
  const bytes = Uint8Array.from(svg, (character) => character.charCodeAt(0))
  return `data:image/svg+xml;base64,${wx.arrayBufferToBase64(bytes.buffer)}`
}

module.exports = { pictureOf }
