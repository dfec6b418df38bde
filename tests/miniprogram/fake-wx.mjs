// A `wx` for plain modules: storage in memory, a network that answers what a test lays down.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * Load modules of miniprogram/ freshly, with a wx of their own. `network(request)` answers {status, data}, or null
 * for a broken line.
 */
export function load(names, network = () => null) {
  const storage = new Map()
  const asked = []
  globalThis.wx = {
    getAccountInfoSync: () => ({ miniProgram: { envVersion: 'develop' } }),
    getStorageSync: (key) => (storage.has(key) ? structuredClone(storage.get(key)) : ''),
    setStorageSync: (key, value) => storage.set(key, structuredClone(value)),
    getStorageInfoSync: () => ({ keys: [...storage.keys()] }),
    removeStorageSync: (key) => storage.delete(key),
    login: async () => ({ code: `code-${asked.length}` }),
    request({ url, method, data, header, success, fail }) {
      const request = { path: new URL(url).pathname + new URL(url).search, method, data, key: header['Idempotency-Key'], authorization: header.Authorization, acting: header['X-Acting-For'] }
      asked.push(request)
      queueMicrotask(() => {
        const answer = network(request, asked.length)
        if (answer) success({ statusCode: answer.status, data: answer.data ?? {} })
        else fail({ errMsg: 'request:fail' })
      })
    },
  }
  for (const path of Object.keys(require.cache)) if (path.includes('/miniprogram/')) delete require.cache[path]
  const loaded = names.map((name) => require(`../../miniprogram/${name}`))
  return { loaded, asked, storage }
}
