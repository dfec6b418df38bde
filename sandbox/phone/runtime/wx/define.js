// How an API of `wx` is made: it answers by promise and by success, fail and complete, as WeChat's do.

export const wxApi = {}

/** `act(options)` may answer, or throw; its answer gets the errMsg that WeChat gives. */
export function defineApi(name, act) {
  wxApi[name] = (options = {}) => {
    const { success, fail, complete } = options
    const hasCallback = Boolean(success ?? fail ?? complete)
    return Promise.resolve()
      .then(() => act(options))
      .then(
        (answer) => {
          const result = { errMsg: `${name}:ok`, ...answer }
          success?.(result)
          complete?.(result)
          return result
        },
        (error) => {
          const result = { errMsg: `${name}:fail ${error.message}`, ...error.fields }
          fail?.(result)
          complete?.(result)
          if (!hasCallback) throw result
          return undefined
        },
      )
  }
}

/** A failure with fields of its own beside errMsg. */
export const failure = (message, fields) => Object.assign(new Error(message), { fields })
