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

/** WeChat answers an upload by a task, not a promise, and tells of it by callbacks. */
wxApi.uploadFile = ({ url, filePath, name, formData = {}, header = {}, timeout = 60_000, success, fail, complete }) => {
  const heard = new Set()
  const call = new XMLHttpRequest()
  const end = (report, answer) => {
    report?.(answer)
    complete?.(answer)
  }
  const lost = (why) => end(fail, { errMsg: `uploadFile:fail ${why}`, errno: 600001 })
  call.timeout = timeout
  call.upload.onprogress = ({ loaded, total }) => {
    for (const act of heard) act({ progress: Math.round((loaded / total) * 100), totalBytesSent: loaded, totalBytesExpectedToSend: total })
  }
  call.onerror = () => lost('connection failed')
  call.ontimeout = () => lost('timeout')
  call.onload = () => {
    if (call.getResponseHeader('X-Relay-Failed')) return lost('connection failed')
    return end(success, { errMsg: 'uploadFile:ok', statusCode: call.status, data: call.responseText })
  }
  fetch(filePath)
    .then((file) => file.blob())
    .then((blob) => {
      if (switches.isOffline) return lost('network is offline')
      const form = new FormData()
      for (const [key, value] of Object.entries(formData)) form.append(key, value)
      form.append(name, blob, 'photo.jpg')
      const address = new URL(url)
      call.open('POST', `${RELAY}${address.pathname}${address.search}`)
      for (const [key, value] of Object.entries(header)) call.setRequestHeader(key, value)
      return call.send(form)
    })
    .catch(() => lost('file not found'))
  return { onProgressUpdate: (act) => heard.add(act), offProgressUpdate: (act) => heard.delete(act), abort: () => call.abort() }
}

/** A picture of the backend's, by the same way as every call. */
export const throughRelay = (src) => {
  const { pathname, search } = new URL(src)
  return RELAY + pathname + search
}

export function setOffline(isOffline) {
  switches.isOffline = isOffline
  for (const act of listeners) act({ isConnected: !isOffline, networkType: isOffline ? 'none' : 'wifi' })
}
