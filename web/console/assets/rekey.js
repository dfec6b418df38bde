// Typing a paper sheet in, by the keyboard alone: a digit ticks a box and goes on to the next line (features P13).
const form = document.querySelector('[data-rekey]')

if (form) {
  const rows = [...form.querySelectorAll('[data-rekey-row]')]
  const boxes = (row) => [...row.querySelectorAll('input[type=radio]')]
  const ticked = (row) => boxes(row).find((box) => box.checked)
  const told = form.querySelector('[data-rekey-told]')
  const rest = form.querySelector('[data-rekey-rest]')

  function tell() {
    const left = rows.filter((row) => !ticked(row)).length
    told.textContent = left ? `名单 ${rows.length} 人，还有 ${left} 人没记` : `名单 ${rows.length} 人，都记好了`
  }

  /** Stand on a row: on what is ticked there, else on its first box. The last row leads to the button. */
  function stand(place) {
    const row = rows[Math.max(0, place)]
    const target = row ? (ticked(row) ?? boxes(row)[0]) : form.querySelector('.btn-primary')
    target.focus()
    target.scrollIntoView({ block: 'nearest' })
  }

  function tick(row, number) {
    if (number === 0) boxes(row).forEach((box) => (box.checked = false))
    else boxes(row)[number - 1].checked = true
    tell()
  }

  form.addEventListener('keydown', (event) => {
    const place = rows.indexOf(event.target.closest?.('[data-rekey-row]'))
    if (event.key === 'Enter' && event.ctrlKey) return void form.requestSubmit()
    if (place < 0 || !event.target.matches('[type=radio]')) return
    if (/^[0-9]$/.test(event.key) && Number(event.key) <= boxes(rows[place]).length) {
      tick(rows[place], Number(event.key))
      stand(place + 1)
    } else if (event.key === 'ArrowDown') stand(place + 1)
    else if (event.key === 'ArrowUp') stand(place - 1)
    else if (event.key !== 'Enter') return
    event.preventDefault()
  })
  form.addEventListener('change', tell)
  rest.hidden = false
  rest.addEventListener('click', () => {
    rows.filter((row) => !ticked(row)).forEach((row) => tick(row, 1))
    form.querySelector('.btn-primary').focus()
  })
  tell()
  stand(rows.findIndex((row) => !ticked(row)))
}
