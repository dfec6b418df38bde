// What WeChat's account does for a mini-program: log-in, phone number, avatar, subscribe popup, privacy popup.
import { ask, askForPicture, confirm } from '../overlays.js'
import { atSideDoor, storage } from '../person.js'
import { scan, share } from '../sharing.js'
import { defineApi, failure, wxApi } from './define.js'

const AGREED = 'privacy-agreed'
// A grey head and shoulders: nobody's picture.
const AVATAR =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#d8d2c8"/><circle cx="48" cy="38" r="17" fill="#fff"/><path d="M14 96a34 34 0 0 1 68 0z" fill="#fff"/></svg>',
  )

defineApi('login', async () => ({ code: (await atSideDoor('login-code')).code }))
defineApi('checkSession', () => {})

/** What each open-type of a button does; the answer becomes the detail of its event. */
export const openTypes = {
  async getPhoneNumber() {
    if (!(await hasPrivacyConsent())) return { errMsg: 'getPhoneNumber:fail privacy permission is not authorized', errno: 104 }
    const isAllowed = await confirm({ title: '三色联盟 申请', text: '获取您的手机号，用来核对党组织名册', yes: '允许', no: '不允许' })
    if (!isAllowed) return { errMsg: 'getPhoneNumber:fail user deny' }
    return { errMsg: 'getPhoneNumber:ok', code: (await atSideDoor('phone-code')).code }
  },
  async chooseAvatar() {
    if (!(await hasPrivacyConsent())) return null
    const file = await askForPicture('微信头像，或选一张图片', '用微信头像')
    return file && { avatarUrl: file === true ? AVATAR : await asDataUrl(file) }
  },
  share() {
    share()
  },
  agreePrivacyAuthorization: () => ({ errMsg: 'agreePrivacyAuthorization:ok' }),
}

/** Kept beyond this page: a blob's address would end with it. */
const asDataUrl = (file) =>
  new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.readAsDataURL(file)
  })

let privacyHandler = null
wxApi.onNeedPrivacyAuthorization = (act) => (privacyHandler = act)

/** For an API that counts among what is private: it fails without consent. */
export async function requireConsent() {
  if (!(await hasPrivacyConsent())) throw failure('privacy permission is not authorized', { errno: 104 })
}

/** Ask once: through the mini-program's own popup where it has one, else through WeChat's. */
async function hasPrivacyConsent() {
  if (storage.get(AGREED)) return true
  const isAgreed = privacyHandler
    ? await new Promise((done) => privacyHandler(({ event }) => event !== 'exposureAuthorization' && done(event === 'agree'), { referrer: 'getPhoneNumber' }))
    : await confirm({ title: '用户隐私保护提示', text: '使用前请阅读并同意《用户隐私保护指引》', yes: '同意', no: '拒绝' })
  if (isAgreed) storage.set(AGREED, true)
  return isAgreed
}

defineApi('getPrivacySetting', () => ({ needAuthorization: !storage.get(AGREED), privacyContractName: '《用户隐私保护指引》' }))
defineApi('openPrivacyContract', async () => {
  await confirm({ title: '用户隐私保护指引', text: '真机上这里打开在微信后台填写的指引。', no: '' })
})
defineApi('requirePrivacyAuthorize', requireConsent)

/** What WeChat calls each template. */
async function titlesOf(ids) {
  const known = await (await fetch('/__admin/templates')).json()
  return ids.map((id) => known.find((each) => each.template_id === id)?.title ?? id)
}

defineApi('requestSubscribeMessage', async ({ tmplIds }) => {
  const titles = await titlesOf(tmplIds)
  const isAllowed = await ask('wx-sheet', (box, close) => {
    const title = Object.assign(document.createElement('b'), { textContent: '三色联盟 申请给您发消息提醒' })
    const lines = titles.map((each) => Object.assign(document.createElement('p'), { className: 'wx-text', textContent: `☑ ${each}` }))
    const keys = [['允许', true, 'wx-yes'], ['取消', false, 'wx-cancel']].map(([text, value, name]) => {
      const key = Object.assign(document.createElement('button'), { type: 'button', className: `wx-button ${name}`, textContent: text })
      key.addEventListener('click', () => close(value))
      return key
    })
    box.append(title, ...lines, ...keys)
  })
  await atSideDoor('grants', { template_ids: tmplIds, n: 1, reject: !isAllowed })
  return Object.fromEntries(tmplIds.map((id) => [id, isAllowed ? 'accept' : 'reject']))
})

defineApi('scanCode', async () => {
  const scanned = await scan()
  if (!scanned) throw failure('cancel')
  return { ...scanned, scanType: scanned.path ? 'WX_CODE' : 'QR_CODE', charSet: 'UTF-8' }
})

wxApi.getAccountInfoSync = () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } })
defineApi('getSetting', () => ({ authSetting: {}, subscriptionsSetting: { mainSwitch: true, itemSettings: {} } }))
defineApi('openSetting', () => ({ authSetting: {} }))
