// @ts-check
const home = require('../../services/home')
const session = require('../../services/session')
const { loading } = require('../../utils/page')
const { rowsOf } = require('../../utils/seat-work')
const events = require('../services/events')
const partyDays = require('../services/party-days')
const { dayActs, dayRow, eventActs, eventRow, isToday } = require('../utils/words')

const SOON = 10
// Each with the function of a seat that it needs: an assistant sees only what was delegated.
const TOOLS = [
  { needs: 'run_party_days', name: '主题党日', text: '发布、改期、照上月再办', icon: 'flag', url: '/secretary/days/days' },
  { needs: 'run_party_days', name: '请假审批', text: '也可以替打电话的人请假', icon: 'leave', url: '/secretary/leaves/leaves' },
  { needs: 'run_events', name: '志愿活动', text: '发布、名单、现场加人', icon: 'spade', url: '/secretary/events/events' },
  { needs: 'send_notices', name: '发通知', text: '选人、看送达、电话通知', icon: 'horn', url: '/secretary/notices/notices' },
  { needs: 'verify_wishes', name: '核实微心愿', text: '看过再上墙', icon: 'verify', url: '/secretary/verify/verify' },
  { needs: 'take_in_wishes', name: '替人许愿', text: '老人不用手机，您来写', icon: 'wish', url: '/wishes/make/make?for=other' },
  { needs: 'decide_requests', name: '认证和更正申请', text: '核对是不是村里的人', icon: 'people', url: '/secretary/requests/requests' },
  { needs: 'release_photos', name: '等我看的照片', text: '看过再公开', icon: 'photo', url: '/secretary/photos/photos' },
  { needs: 'answer_complaints', name: '投诉和建议', text: '按期限答复', icon: 'speak', url: '/account/complaints/complaints' },
]

Page(
  loading(
    {
      data: { rows: [], tools: [], today: [] },

    },
    async function load() {
      const [me, found] = await Promise.all([session.refresh(), home.get()])
      return {
        rows: rowsOf(found),
        tools: TOOLS.filter((each) => session.may(me, each.needs) || (each.needs === 'send_notices' && session.leads(me))),
        today: [...(await daysToday(me)), ...(await eventsToday(me))],
      }
    },
  ),
)

/** The Party days of today that I run, with the way to the code and the roll. */
async function daysToday(/** @type {any} */ me) {
  if (!session.may(me, 'run_party_days')) return []
  const { items } = await partyDays.list({ when: 'upcoming', limit: SOON })
  const mine = items.filter((/** @type {any} */ day) => day.can_run && day.status === 'planned' && isToday(day))
  return mine.map((/** @type {any} */ day) => ({
    ...dayRow(day),
    key: `day-${day.id}`,
    url: `/secretary/day/day?id=${day.id}`,
    code: dayActs(day).code ? `/secretary/code/code?kind=day&id=${day.id}` : '',
    roll: `/secretary/roll/roll?id=${day.id}`,
  }))
}

async function eventsToday(/** @type {any} */ me) {
  if (!session.may(me, 'run_events')) return []
  const { items } = await events.list({ period: 'upcoming', limit: SOON })
  const mine = items.filter((/** @type {any} */ event) => event.status === 'open' && isToday(event))
  return mine.map((/** @type {any} */ event) => ({
    ...eventRow(event),
    key: `event-${event.id}`,
    url: `/secretary/event/event?id=${event.id}`,
    code: eventActs(event).code ? `/secretary/code/code?kind=event&id=${event.id}` : '',
    roll: `/secretary/event-roll/event-roll?id=${event.id}`,
  }))
}
