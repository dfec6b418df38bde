// What moves on the desk: htmx, going back, asking before typed words are lost, printing.
import htmx from 'htmx.org'
import './rekey.js'

window.htmx = htmx

document.addEventListener('click', ({ target }) => {
  if (target.closest('[data-back]')) history.back()
  if (target.closest('[data-print]')) print()
})

/** Buttons that need a script show themselves where there is one. */
function unveil(root) {
  for (const button of root.querySelectorAll('[data-back], [data-print], [data-copy], [data-tick-all]')) button.hidden = false
  if (!window.ClipboardItem) return // an old browser copies no pictures: downloading is left
  for (const button of root.querySelectorAll('[data-copy-picture]')) button.hidden = false
}

htmx.onLoad(unveil)
unveil(document)

// A refused form: to the first field that is wrong, as the browser itself does with an empty one.
document.querySelector('main [aria-invalid]')?.focus()

// A form is sent once, however often it is clicked; a page that comes back from the history can send again.
document.addEventListener('submit', ({ target }) => {
  if (target.method !== 'post' || 'again' in target.dataset) return // a download leaves the page where it is
  setTimeout(() => target.querySelectorAll('button:not([type=button])').forEach((button) => (button.disabled = true)))
})
addEventListener('pageshow', () => document.querySelectorAll('button:disabled').forEach((button) => (button.disabled = false)))

// 复制: what stands in the element named by data-copy.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText)
  button.textContent = '已复制'
})

// 复制图片: the picture in the element named by data-copy-picture, to paste it into a chat.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy-picture]')
  if (!button) return
  const picture = fetch(document.getElementById(button.dataset.copyPicture).src).then((answer) => answer.blob())
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
    button.textContent = '已复制'
  } catch {
    button.textContent = '没能复制，请下载'
  }
})

// What is shown while the network is gone, or the log-in over, and goes when it is back. The page stays: somebody may be writing.
const reveal = (signs, isTrue) => document.querySelectorAll(signs).forEach((element) => (element.hidden = !isTrue))
document.addEventListener('htmx:sendError', () => reveal('[data-when-offline]', true))
document.addEventListener('htmx:responseError', ({ detail }) => reveal(detail.xhr.status === 401 ? '[data-when-logged-out]' : '[data-when-offline]', true))
document.addEventListener('htmx:afterOnLoad', ({ detail }) => detail.successful !== false && reveal('[data-when-offline], [data-when-logged-out]', false))

// 全部勾上: every box of the form, for a list that was phoned through from top to bottom.
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-tick-all]')
  for (const box of button?.form.querySelectorAll('tbody input[type=checkbox]') ?? []) box.checked = true
})

// 全屏, for a projector.
for (const button of document.querySelectorAll('[data-fullscreen]')) {
  button.hidden = !document.fullscreenEnabled
  button.addEventListener('click', () => document.documentElement.requestFullscreen())
}
