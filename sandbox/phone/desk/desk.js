// One to three phones side by side; the address remembers whose they are: /phone/?p=openid&p=openid
const MOST_PHONES = 3
const FIRST_PAGE = 'pages/home/home'
const NEWCOMER = '新来的人（第一次打开）'
const ROLES = { resident: '群众', member: '党员', secretary: '书记', visitor: '访客', township_officer: '镇党建办', county_officer: '县委组织部', alliance_lead: '联盟负责人', area_lead: '片区负责人', assistant: '助理', grid_worker: '网格员' }

const desk = document.getElementById('phones')
const people = new Map()

const labelOf = ({ name, roles, openid }) => `${name || '没有名字'} · ${roles.map((role) => ROLES[role] ?? role).join('、') || '访客'} · ${openid.slice(-4)}`

async function loadPeople() {
  const found = await (await fetch('/__admin/people')).json()
  for (const person of found) people.set(labelOf(person), person)
  const options = [NEWCOMER, ...people.keys()].map((label) => Object.assign(document.createElement('option'), { value: label }))
  document.getElementById('people').replaceChildren(...options)
}

async function newcomer() {
  const answer = await fetch('/__admin/people', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"n":1}' })
  const [made] = await answer.json()
  await loadPeople()
  return [...people.values()].find((person) => person.openid === made.openid)
}

function addPhone(person) {
  if (desk.children.length >= MOST_PHONES) return
  const phone = document.getElementById('phone').content.firstElementChild.cloneNode(true)
  desk.appendChild(phone)
  give(phone, person)
  const holder = phone.querySelector('[name=person]')
  holder.addEventListener('focus', () => holder.select())
  holder.addEventListener('change', async () => {
    const chosen = holder.value === NEWCOMER ? await newcomer() : people.get(holder.value)
    if (chosen) give(phone, chosen)
  })
  phone.querySelector('form').addEventListener('submit', (event) => event.preventDefault())
  phone.addEventListener('click', ({ target }) => actions[target.dataset.act]?.(phone, target))
}

function give(phone, person, path = '', query = '') {
  phone.dataset.openid = person.openid
  phone.querySelector('[name=person]').value = labelOf(person)
  phone.querySelector('[data-act=offline]').checked = false
  const address = new URLSearchParams({ openid: person.openid, path, query })
  phone.querySelector('iframe').src = `phone.html?${address}`
  remember()
}

const inside = (phone) => phone.querySelector('iframe').contentWindow.phone

const actions = {
  offline: (phone, box) => inside(phone).setOffline(box.checked),
  pull: (phone) => inside(phone).pullDown(),
  restart: (phone) => give(phone, holderOf(phone)),
  remove(phone) {
    phone.remove()
    remember()
  },
  scene(phone) {
    const scene = prompt('小程序码里的内容，例如 w=7 第 7 号心愿，e=7 活动，p=7 主题党日，n=7 通知')
    if (scene) inside(phone).enter(FIRST_PAGE, `scene=${encodeURIComponent(scene)}`)
  },
}

const holderOf = (phone) => [...people.values()].find((person) => person.openid === phone.dataset.openid)

function remember() {
  const openids = [...desk.children].map((phone) => ['p', phone.dataset.openid])
  history.replaceState(null, '', `?${new URLSearchParams(openids)}`)
}

/** Whoever the address names: by openid, or the first of a role (`?as=member`); else one of each kind. */
function firstHolders() {
  const asked = new URLSearchParams(location.search)
  const all = [...people.values()]
  const named = asked.getAll('p').map((openid) => all.find((person) => person.openid === openid))
  const roles = asked.getAll('as').length ? asked.getAll('as') : ['resident', 'member', 'secretary']
  const byRole = roles.map((role) => all.find((person) => person.roles.includes(role)))
  const chosen = (named.length ? named : byRole).filter(Boolean)
  return chosen.length ? chosen : all.slice(0, 1)
}

document.getElementById('add').addEventListener('click', () => addPhone(people.values().next().value))
loadPeople().then(() => firstHolders().slice(0, MOST_PHONES).forEach(addPhone))
