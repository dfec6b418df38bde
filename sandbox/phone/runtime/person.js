// Whose phone this is: who is logged in to WeChat on it, its storage, its switches, its neighbours on the desk.

const parameters = new URLSearchParams(location.search)

/** The address says who holds the phone: phone.html?openid=… */
export const openid = parameters.get('openid') ?? ''

export const switches = { isOffline: false }

const prefix = `wx:${openid}:`

export const storage = {
  get(key) {
    const text = localStorage.getItem(prefix + key)
    return text === null ? '' : JSON.parse(text)
  },
  set(key, value) {
    localStorage.setItem(prefix + key, JSON.stringify(value ?? ''))
  },
  remove(key) {
    localStorage.removeItem(prefix + key)
  },
  keys() {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  },
}

/** Act through the stand-in's side door as this person would on WeChat's own screens. */
export async function atSideDoor(door, body) {
  const answer = await fetch(`/__admin/${door}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ openid, ...body }),
  })
  if (!answer.ok) throw new Error(`${door}: ${answer.status}`)
  return answer.json()
}

/** What this person is called in WeChat. */
export async function nameInWeChat() {
  const everyone = await (await fetch('/__admin/people')).json()
  return everyone.find((each) => each.openid === openid)?.name || '微信用户'
}

// The phones on one desk hear each other: shared cards, and codes held in front of a camera.
const air = new BroadcastChannel('phones')
const hearers = {}
air.addEventListener('message', ({ data }) => hearers[data.kind]?.(data))

export const hear = (kind, act) => (hearers[kind] = act)
export const say = (kind, data = {}) => air.postMessage({ kind, from: openid, ...data })
