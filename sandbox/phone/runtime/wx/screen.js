// What wx shows: toast, loading, modal, sheet, title, and the ways between pages.
import { askFromList, confirm, hideToast, showPicture, showToast } from '../overlays.js'
import { currentPage, routes, setTitle, stopPullDown, pullDown } from '../pages.js'
import { pictureAddress } from '../pictures.js'
import { defineApi, failure, wxApi } from './define.js'

defineApi('showToast', ({ title, duration = 1500 }) => showToast(title, duration))
defineApi('showLoading', ({ title }) => showToast(title || '加载中'))
defineApi('hideToast', hideToast)
defineApi('hideLoading', hideToast)
defineApi('showModal', async ({ title, content, showCancel = true, cancelText = '取消', confirmText = '确定' }) => {
  const isConfirmed = await confirm({ title, text: content, yes: confirmText, no: showCancel ? cancelText : '' })
  return { confirm: isConfirmed, cancel: !isConfirmed }
})
defineApi('showActionSheet', async ({ itemList, alertText }) => {
  const tapIndex = await askFromList(itemList, alertText)
  if (tapIndex === null) throw failure('cancel')
  return { tapIndex }
})
defineApi('previewImage', async ({ urls, current = urls[0] }) => showPicture(pictureAddress(current)))
defineApi('setNavigationBarTitle', ({ title }) => setTitle(title))
defineApi('pageScrollTo', ({ scrollTop = 0, selector = '', offsetTop = 0 }) => {
  const { host } = currentPage()
  const target = selector && host.querySelector(selector)
  if (selector && !target) return
  const top = target ? host.scrollTop + target.getBoundingClientRect().top - host.getBoundingClientRect().top + offsetTop : scrollTop
  host.scrollTo({ top })
})
defineApi('startPullDownRefresh', pullDown)
defineApi('stopPullDownRefresh', stopPullDown)
for (const name of ['navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch']) defineApi(name, routes[name])
for (const name of ['showShareMenu', 'hideShareMenu', 'hideKeyboard', 'vibrateShort', 'setBackgroundColor', 'hideTabBar', 'setNavigationBarColor', 'enableAlertBeforeUnload', 'disableAlertBeforeUnload']) {
  defineApi(name, () => {})
}
wxApi.nextTick = (act) => queueMicrotask(act)
wxApi.createSelectorQuery = () => currentPage().instance.createSelectorQuery()
wxApi.createAnimation = () => {
  const animation = new Proxy({}, { get: (_, name) => (name === 'export' ? () => ({ actions: [] }) : () => animation) })
  return animation
}
