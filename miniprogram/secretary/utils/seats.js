// @ts-check
// For which organisation: asked only of somebody with several seats, or one above the branches.
const ABOVE = ['township_officer', 'county_officer']

function needsOrganisation(/** @type {any} */ me, /** @type {string} */ what) {
  const seats = me.roles.filter((/** @type {any} */ each) => each.functions.includes(what) && each.organisation_id)
  return seats.length !== 1 || ABOVE.includes(seats[0].role)
}

/** The organisation of my only seat for it; else none, and the backend says that it must be named. */
function onlyOrganisation(/** @type {any} */ me, /** @type {string} */ what) {
  const seats = me.roles.filter((/** @type {any} */ each) => each.functions.includes(what) && each.organisation_id)
  return seats.length === 1 ? seats[0].organisation_id : undefined
}

const ids = (/** @type {any} */ me, /** @type {string} */ what) =>
  me.roles.filter((/** @type {any} */ each) => each.functions.includes(what) && each.organisation_id).map((/** @type {any} */ each) => each.organisation_id)

/** The sheet of mine that an invitation waits for (主题党日联过); null when none does. */
const invitedSheet = (/** @type {any} */ day, /** @type {any} */ me) =>
  day.sheets.find((/** @type {any} */ sheet) => !sheet.has_joined && ids(me, 'run_party_days').includes(sheet.organisation.id)) || null

/** Whether one of my seats is over the host: only the host publishes, changes and cancels. */
const isHost = (/** @type {any} */ day, /** @type {any} */ me) =>
  ids(me, 'run_party_days').includes(day.organisation.id) || me.roles.some((/** @type {any} */ each) => ABOVE.includes(each.role))

module.exports = { needsOrganisation, onlyOrganisation, invitedSheet, isHost }
