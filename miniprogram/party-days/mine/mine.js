// @ts-check
const partyDays = require('../../services/party-days')
const acting = require('../../utils/acting')
const { listing } = require('../../utils/page')
const dates = require('../../utils/dates')
const { asCard } = require('../../utils/party-day-words')

const TABS = [
  { name: 'past', text: '参加过的' },
  { name: 'upcoming', text: '要参加的' },
]

Page(
  listing(
    {
      data: { tabs: TABS, tab: 'past', tasks: [], isActing: false },

      onShow() {
        this.setData({ isActing: Boolean(acting.current()) })
      },
      choose(/** @type {any} */ event) {
        this.setData({ tab: event.currentTarget.dataset.name })
        this.startOver()
      },
    },
    async function fetch(after) {
      const [found, tasks] = await Promise.all([partyDays.list({ when: this.data.tab, after }), after ? null : partyDays.listMakeUps()])
      if (tasks) this.setData({ tasks: tasks.items.map(asTask) })
      return { items: found.items.map((/** @type {any} */ each) => asCard(each)), next: found.next }
    },
  ),
)

/** A make-up study in a row: which, and by when. */
function asTask(/** @type {any} */ task) {
  const lastDay = Date.parse(task.due_at) - 1000
  const due = lastDay < Date.now() ? '期限过了，请打电话给书记' : `${dates.day(lastDay)}前交`
  return { id: task.party_day_id, title: task.title, due: task.handed_in_at ? '交上去了，等书记看' : due }
}
