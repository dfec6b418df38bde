// @ts-check
// The branch's fixed day, and from it a draft for each month of the year.
const session = require('../../services/session')
const { filling } = require('../../utils/form-page')
const partyDays = require('../services/party-days')
const fixedDay = require('../utils/fixed-day')
const { onlyOrganisation } = require('../utils/seats')

Page(
  filling(
    {
      data: { form: fixedDay.EMPTY, weeks: fixedDay.WEEKS, weekdays: fixedDay.WEEKDAYS, year: fixedDay.yearToPlan() },

      draft: () => 'fixed-day',
      /** Sets the day and fills the year; months that have a Party day already keep it. */
      plan() {
        const { form, year } = this.data
        if (!this.isComplete(fixedDay.faults(form))) return undefined
        return this.once('plan', async () => {
          const organisation = form.organisation.id || this.data.organisationId
          await partyDays.setFixedDay({ ...fixedDay.asBody(form), organisation_id: organisation })
          const { items } = await partyDays.planYear(year, organisation)
          this.forget()
          const count = items.filter((/** @type {any} */ day) => day.status === 'draft').length
          await wx.showModal({ title: `${year} 年排好了`, content: `一共 ${items.length} 次，${count} 次还是草稿。到时候看一看再发布，在那之前谁也不打扰。`, showCancel: false, confirmText: '好' })
          wx.navigateBack()
        })
      },
    },
    async function load() {
      const organisationId = onlyOrganisation(await session.me(), 'run_party_days')
      const fixed = organisationId ? await partyDays.fixedDay(organisationId) : null
      return { organisationId, form: { ...fixedDay.EMPTY, ...(fixed && fixedDay.asForm(fixed)), ...this.kept() } }
    },
  ),
)
