// What lies above the page: toast, loading, modal, sheets. All of it is plain DOM, none of it the mini-program's.

const layer = () => document.getElementById('wx-overlays')

function make(tag, className, text = '') {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

function button(text, act, className = 'wx-button') {
  const made = make('button', className, text)
  made.type = 'button'
  made.addEventListener('click', act)
  return made
}

/** A box over a dimmed page; `fill(box, close)` puts things in, the answer is what `close` was called with. */
export function ask(className, fill) {
  return new Promise((answer) => {
    const veil = make('div', `wx-veil ${className}`)
    const box = make('div', 'wx-box')
    box.setAttribute('role', 'dialog')
    fill(box, (value) => {
      veil.remove()
      answer(value)
    })
    veil.appendChild(box)
    layer().appendChild(veil)
  })
}

let toast = null

export function showToast(text, milliseconds) {
  hideToast()
  toast = make('div', 'wx-toast', text)
  toast.setAttribute('role', 'status')
  layer().appendChild(toast)
  if (milliseconds) setTimeout((shown) => shown.remove(), milliseconds, toast)
}

export function hideToast() {
  toast?.remove()
  toast = null
}

/** Title, text and one or two buttons; true when confirmed. */
export function confirm({ title = '', text = '', yes = '确定', no = '取消' }) {
  return ask('wx-modal', (box, close) => {
    if (title) box.appendChild(make('b', 'wx-title', title))
    if (text) box.appendChild(make('p', 'wx-text', text))
    const row = make('div', 'wx-row')
    if (no) row.appendChild(button(no, () => close(false)))
    row.appendChild(button(yes, () => close(true), 'wx-button wx-yes'))
    box.appendChild(row)
  })
}

/** A picture over the whole screen, until it is tapped. */
export function showPicture(address) {
  return ask('wx-picture', (box, close) => {
    box.append(Object.assign(new Image(), { src: address, alt: '' }))
    box.addEventListener('click', () => close())
  })
}

/** A file of this computer's, as a picture taken; true for `other` instead; null when given up. */
export function askForPicture(title, other = '') {
  return ask('wx-sheet', (box, close) => {
    const field = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', className: 'wx-field' })
    field.addEventListener('change', () => field.files[0] && close(field.files[0]))
    box.append(make('p', 'wx-text', title))
    if (other) box.append(button(other, () => close(true), 'wx-button wx-yes'))
    box.append(field, button('取消', () => close(null), 'wx-button wx-cancel'))
  })
}

/** One of several lines; its index, or null. */
export function askFromList(lines, title = '') {
  return ask('wx-sheet', (box, close) => {
    if (title) box.appendChild(make('p', 'wx-text', title))
    const list = make('div', 'wx-list')
    lines.forEach((line, index) => list.appendChild(button(line, () => close(index))))
    box.append(list, button('取消', () => close(null), 'wx-button wx-cancel'))
  })
}

/** A field of the browser's own, such as a date; its text, or null. */
export function askWithField(properties, title = '') {
  return ask('wx-sheet', (box, close) => {
    const field = Object.assign(document.createElement('input'), { className: 'wx-field', ...properties })
    if (title) box.appendChild(make('p', 'wx-text', title))
    box.append(field, button('确定', () => close(field.value), 'wx-button wx-yes'), button('取消', () => close(null), 'wx-button wx-cancel'))
    setTimeout(() => field.focus())
  })
}
