// wx.request and what tells of the network. WeChat knows no CORS, so calls go through the stand-in's relay.
import { switches } from '../person.js'
import { defineApi, failure, wxApi } from './define.js'

const RELAY = '/phone/relay'
const listeners = new Set()

defineApi('request', async ({ url, method = 'GET', data, header = {}, timeout = 60_000 }) => {
  const address = new URL(url)
  const isQuery = method === 'GET'
  if (isQuery) for (const [name, value] of Object.entries(data ?? {})) address.searchParams.set(name, value)
  const answer = await through(`${RELAY}${address.pathname}${address.search}`, {
    method,
    headers: { 'content-type': 'application/json', ...header },
    body: isQuery || data === undefined ? undefined : JSON.stringify(data),
    signal: AbortSignal.timeout(timeout),
  })
  const text = await answer.text()
  return { statusCode: answer.status, header: Object.fromEntries(answer.headers), data: parsed(text) }
})

async function through(address, options) {
  if (switches.isOffline) throw failure('network is offline', { errno: 600001 })
  let answer
  try {
    answer = await fetch(address, options)
  } catch (error) {
    throw failure(error.name === 'TimeoutError' ? 'timeout' : 'connection failed', { errno: 600001 })
  }
  if (answer.headers.has('X-Relay-Failed')) throw failure('connection failed', { errno: 600001 })
  return answer
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

defineApi('getNetworkType', () => ({ networkType: switches.isOffline ? 'none' : 'wifi' }))
wxApi.onNetworkStatusChange = (act) => listeners.add(act)
wxApi.offNetworkStatusChange = (act) => listeners.delete(act)

export function setOffline(isOffline) {
  switches.isOffline = isOffline
  for (const act of listeners) act({ isConnected: !isOffline, networkType: isOffline ? 'none' : 'wifi' })
}
