// What wx tells of the phone, and what the phone itself does: storage, calls, clipboard.
import { confirm, showToast } from '../overlays.js'
import { storage } from '../person.js'
import { requireConsent } from './account.js'
import { defineApi, failure, wxApi } from './define.js'

function windowInfo() {
  const { innerWidth: width, innerHeight: height, devicePixelRatio: pixelRatio } = window
  const safeArea = { left: 0, top: 0, right: width, bottom: height, width, height }
  return { windowWidth: width, windowHeight: height, screenWidth: width, screenHeight: height, statusBarHeight: 0, pixelRatio, safeArea }
}
const appInfo = () => ({ SDKVersion: '3.9.0', version: '8.0.60', language: 'zh_CN', theme: 'light', host: { env: 'WeChat' } })
const deviceInfo = () => ({ brand: 'browser', model: 'browser', platform: 'devtools', system: 'browser' })

Object.assign(wxApi, {
  env: { USER_DATA_PATH: '' },
  canIUse: () => true,
  getWindowInfo: windowInfo,
  getAppBaseInfo: appInfo,
  getDeviceInfo: deviceInfo,
  getSystemInfoSync: () => ({ ...windowInfo(), ...appInfo(), ...deviceInfo() }),
  getSystemSetting: () => ({}),
  getMenuButtonBoundingClientRect: () => ({ width: 87, height: 32, top: 6, bottom: 38, left: innerWidth - 94, right: innerWidth - 7 }),
  getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  getUpdateManager: () => ({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
  onThemeChange() {},
  onMenuButtonBoundingClientRectWeightChange() {},
  offMenuButtonBoundingClientRectWeightChange() {},
  arrayBufferToBase64: (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))),
  getStorageSync: storage.get,
  setStorageSync: storage.set,
  removeStorageSync: storage.remove,
  getStorageInfoSync: () => ({ keys: storage.keys(), currentSize: 0, limitSize: 10_240 }),
  clearStorageSync: () => storage.keys().forEach(storage.remove),
})
defineApi('getStorage', ({ key }) => ({ data: storage.get(key) }))
defineApi('setStorage', ({ key, data }) => storage.set(key, data))
defineApi('removeStorage', ({ key }) => storage.remove(key))
// WeChat counts the clipboard among what is private.
let clipboard = ''
defineApi('setClipboardData', async ({ data }) => {
  await requireConsent()
  clipboard = data
  showToast('内容已复制', 1500)
})
defineApi('getClipboardData', async () => {
  await requireConsent()
  return { data: clipboard }
})
defineApi('setKeepScreenOn', () => {})
defineApi('makePhoneCall', async ({ phoneNumber }) => {
  if (!(await confirm({ title: phoneNumber, text: '真机上这里拨出电话', yes: '呼叫' }))) throw failure('cancel')
})
