// What is filled in: input, textarea, button, form, switch, checkbox, radio, slider, picker.
import { componentOf } from '../framework.js'
import { askFromList, askWithField } from '../overlays.js'
import { nameInWeChat } from '../person.js'
import { openTypes } from '../wx/account.js'
import { ANY, BOOLEAN, NUMBER, STRING, attribute, booleans, definePart, strings } from './define.js'

const TYPED = {
  maxlength: { type: Number, value: 140 },
  cursorSpacing: NUMBER,
  ...strings(['value', 'placeholder', 'name', 'type', 'placeholderClass', 'placeholderStyle', 'confirmType', 'cursorColor']),
  ...booleans(['disabled', 'focus', 'password', 'autoHeight', 'autoFocus', 'adjustPosition', 'fixed', 'showConfirmBar']),
  ...booleans(['holdKeyboard', 'confirmHold', 'disableDefaultPadding', 'alwaysEmbed']),
  ...Object.fromEntries(['cursor', 'selectionStart', 'selectionEnd', 'safePasswordLength', 'safePasswordTimeStamp'].map((name) => [name, ANY])),
  ...strings(['safePasswordCertPath', 'safePasswordNonce', 'safePasswordSalt', 'safePasswordCustomHash', 'ariaRoledescription']),
}
const KEYBOARDS = { number: 'numeric', digit: 'decimal' }

function typed(part) {
  const { dom, emit, on, listen } = part
  const detail = () => ({ value: dom.value, cursor: dom.selectionStart ?? 0, keyCode: 0 })
  const grow = () => {
    if (!part.data.autoHeight || dom.tagName !== 'TEXTAREA') return
    dom.style.height = 'auto'
    dom.style.height = `${dom.scrollHeight}px`
  }
  on('value', (value) => {
    if (dom.value !== String(value ?? '')) dom.value = value ?? ''
    setTimeout(grow)
  })
  on('placeholder', (text) => (dom.placeholder = text))
  on('disabled', (disabled) => (dom.disabled = disabled))
  on('maxlength', (most) => (most >= 0 ? (dom.maxLength = most) : dom.removeAttribute('maxlength')))
  on('type', (type) => {
    if (dom.tagName === 'INPUT') dom.inputMode = KEYBOARDS[type] ?? 'text'
    if (type === 'nickname') offerNickname(dom)
  })
  on('focus', (focus) => focus && setTimeout(() => dom.focus()))
  on('autoHeight', () => setTimeout(grow))
  listen('input', () => {
    emit('input', detail())
    grow()
  })
  listen('focus', () => emit('focus', detail()))
  listen('blur', () => emit('blur', detail()))
  listen('change', () => {})
  dom.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || dom.tagName !== 'INPUT') return
    event.preventDefault()
    emit('confirm', detail())
  })
}

/** WeChat offers the name somebody has there above the keyboard. */
async function offerNickname(dom) {
  const name = await nameInWeChat()
  const list = Object.assign(document.createElement('datalist'), { id: `nickname-${Math.random()}` })
  list.append(Object.assign(document.createElement('option'), { value: name }))
  dom.after(list)
  dom.setAttribute('list', list.id)
}

definePart('input', TYPED, typed)
definePart('textarea', TYPED, typed)

definePart(
  'button',
  {
    hoverStartTime: NUMBER,
    hoverStayTime: NUMBER,
    ...strings(['type', 'size', 'formType', 'openType', 'hoverClass', 'lang', 'sessionFrom', 'activityType', 'entrancePath']),
    ...strings(['sendMessageTitle', 'sendMessagePath', 'sendMessageImg', 'appParameter']),
    ...booleans(['plain', 'disabled', 'loading', 'hoverStopPropagation', 'showMessageCard', 'phoneNumberNoQuotaToast', 'needShowEntrance']),
  },
  (part) => {
    part.dom.type = 'button'
    part.on('disabled', (disabled) => (part.dom.disabled = disabled))
    part.on('type', attribute(part.dom, 'wx-type'))
    part.on('size', attribute(part.dom, 'wx-size'))
    part.tapped(async () => {
      const { disabled, openType, formType } = part.data
      if (disabled) return
      const answer = await openTypes[openType]?.()
      if (answer) part.emit(openType.toLowerCase(), answer)
      if (formType) componentOf(part.dom.closest('form'))?.$act?.(formType)
    })
  },
)

definePart('form', { reportSubmit: BOOLEAN }, (part) => {
  const fields = () => [...part.dom.querySelectorAll('*')].map(componentOf).filter((each) => each?.data?.name)
  part.listen('submit', (event) => event.preventDefault())
  part.component.$act = (type) => {
    if (type === 'reset') return part.emit('reset', {})
    const value = Object.fromEntries(fields().map((field) => [field.data.name, field.$value ? field.$value() : field.$$.value]))
    return part.emit('submit', { value })
  }
})

definePart('switch', { checked: BOOLEAN, disabled: BOOLEAN, color: STRING, name: STRING, type: STRING }, (part) => {
  part.on('checked', (checked) => part.dom.toggleAttribute('on', checked))
  part.component.$value = () => part.dom.hasAttribute('on')
  part.tapped(() => {
    if (!part.data.disabled) part.emit('change', { value: part.dom.toggleAttribute('on') })
  })
})

for (const kind of ['checkbox', 'radio']) {
  const members = (group) => [...group.querySelectorAll(kind)].map(componentOf)
  definePart(kind, { value: STRING, checked: BOOLEAN, disabled: BOOLEAN, color: STRING }, (part) => {
    const box = document.createElement('input')
    box.type = kind
    part.dom.prepend(box)
    part.component.$box = box
    part.on('checked', (checked) => (box.checked = checked))
    part.on('disabled', (disabled) => (box.disabled = disabled))
    box.addEventListener('change', (event) => {
      event.stopPropagation()
      const group = part.dom.closest(`${kind}-group`)
      if (kind === 'radio') for (const other of members(group)) if (other.$box !== box) other.$box.checked = false
      const owner = componentOf(group)
      owner?.triggerEvent('change', { value: owner.$value() })
    })
  })
  definePart(`${kind}-group`, { name: STRING }, (part) => {
    part.component.$value = () => {
      const chosen = members(part.dom).filter((each) => each.$box.checked).map((each) => each.data.value)
      return kind === 'radio' ? (chosen[0] ?? '') : chosen
    }
  })
}

definePart('slider', { value: NUMBER, min: NUMBER, max: { type: Number, value: 100 }, step: NUMBER, name: STRING }, (part) => {
  const range = document.createElement('input')
  range.type = 'range'
  part.dom.appendChild(range)
  part.on('value', (value) => (range.value = value))
  part.component.$value = () => Number(range.value)
  range.addEventListener('change', () => part.emit('change', { value: Number(range.value) }))
})

definePart(
  'picker',
  { mode: { type: String, value: 'selector' }, range: { type: Array, value: [] }, value: ANY, disabled: BOOLEAN, ...strings(['rangeKey', 'start', 'end', 'fields', 'name', 'headerText']) },
  (part) => {
    part.component.$value = () => part.data.value
    part.tapped(async () => {
      const { mode, range, rangeKey, value, start, end, disabled } = part.data
      if (disabled) return
      const chosen =
        mode === 'date' || mode === 'time'
          ? await askWithField({ type: mode, value, min: start, max: end })
          : await askFromList(range.map((each) => (rangeKey ? each[rangeKey] : each)))
      if (chosen === null) part.emit('cancel', {})
      else part.emit('change', { value: chosen })
    })
  },
)
definePart('label', { for: STRING })
