// @ts-check
// Who has told nobody yet who they are is asked once, at the first act that needs it.
const session = require('../services/session')

/** Whether this person is one of those. */
function isStranger() {
  const me = session.known()
  return Boolean(me && !me.is_bound && !me.has_request_waiting)
}

/** The question before `act` (报名, 认领), and why it is asked. @returns {WechatMiniprogram.ShowModalOption} */
const whoAreYou = (/** @type {string} */ act, /** @type {string} */ why) => ({
  title: `${act}先留个姓名和手机号`,
  content: `${why}只用填这一次。`,
  confirmText: '去填写',
  cancelText: '再看看',
})

module.exports = { isStranger, whoAreYou }
