// Where a picture comes from: a file of the mini-program, one just taken, or the backend.
import { throughRelay } from './wx/network.js'

export function pictureAddress(src) {
  if (/^(data:|blob:)/.test(src)) return src
  return /^https?:/.test(src) ? throughRelay(src) : `files/${src.replace(/^\//, '')}`
}
