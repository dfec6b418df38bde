// @ts-check
// What waits for my seats, in words, with where it is done.
const WORK = {
  decide_leaves: { title: '人请假等您批', button: '去批假', url: '/secretary/leaves/leaves' },
  verify_wishes: { title: '个微心愿等您核实', button: '去核实', url: '/secretary/verify/verify' },
  read_notes: { title: '句进展等您看过再公开', button: '去看看', url: '/secretary/verify/verify?status=note' },
  decide_requests: { title: '位群众等您确认身份', button: '去确认', url: '/secretary/requests/requests' },
  answer_complaints: { title: '条投诉建议等您答复', button: '去答复', url: '/account/complaints/complaints' },
  release_photos: { title: '张照片等您看一看', button: '去看照片', url: '/secretary/photos/photos' },
  publish_party_days: { title: '次主题党日快到了，还没发布', button: '去发布', url: '/secretary/days/days' },
  release_events: { title: '个活动的文字等您看过', button: '去看看', url: '/secretary/events/events' },
  approve_notices: { title: '条通知等您复核', button: '去复核', url: '/secretary/notices/notices' },
  release_notices: { title: '条通知等您决定发不发', button: '去看看', url: '/secretary/notices/notices' },
  follow_up_wishes: { title: '个心愿等您打电话回访', button: '去回访', url: '/pages/wall/wall?status=awaiting_confirmation' },
}

/** The rows, as many as wait. */
function rowsOf(/** @type {{to_do: {kind: string, count: number}[]}} */ home) {
  return home.to_do
    .filter((each) => each.kind in WORK)
    .map((each) => ({ ...WORK[/** @type {keyof typeof WORK} */ (each.kind)], kind: each.kind, count: each.count }))
}

module.exports = { rowsOf }
