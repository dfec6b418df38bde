// @ts-check
// What went wrong, with a sentence for the person who holds the phone.
class ApiError extends Error {
  /**
   * @param {string} code stable, for programs
   * @param {string} message for people
   * @param {Record<string, string>} [fields] what is wrong with which field
   */
  constructor(code, message, fields = {}) {
    super(message)
    this.code = code
    this.fields = fields
    this.isSettled = false // the backend has decided: trying the same again by itself changes nothing
  }
}

const noNetwork = () => new ApiError('no_network', '网络不通，请检查手机网络后再试')
const serverTrouble = () => new ApiError('server_trouble', '系统暂时没有回应，请过一会儿再试')
/** An act of before was answered as it stands now, and it was undone since. */
const undone = () => new ApiError('undone', '这一步还没有办成，请再点一次')
const loggedOut = () => new ApiError('logged_out', '您已退出登录，请先登录')

/** Nothing was decided: no answer came, or one of trouble. What is kept on the phone must do. */
const isUnanswered = (/** @type {any} */ { code, isSettled }) => Boolean(code) && code !== 'logged_out' && !isSettled

/** The refusal in an answer of the backend. */
function refusal(/** @type {any} */ data) {
  const error = data && data.error
  return error ? new ApiError(error.code, error.message, error.fields || {}) : serverTrouble()
}

module.exports = { ApiError, noNetwork, serverTrouble, undone, loggedOut, isUnanswered, refusal }
