"""The year's plan: the branch's fixed day, twelve drafts, 照上月再办一次."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.party_days import FixedDay
from services import fixed_days, organisations, party_day_plans
from services.fixed_days import FixedDayRule
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform, refuse_untold
from web.api.party_day_answers import PartyDayAnswer, present_party_days
from web.api.party_days import answer_with_party_day
from web.api.schemas import Answer, Body, Id, ListAnswer, OrganisationRef, Text, ToldBody
from web.lifecycle import utc_now


class OrganisationQuery(Answer):
    organisation_id: Id | None = Field(None, description="My only seat, else my home, if left out")


class FixedDayBody(ToldBody):
    month_day: int | None = Field(None, ge=1, le=31, description="Shorter months have it on their last day")
    week: int | None = Field(None, ge=1, le=5, description="The n-th weekday; 5 is the last", examples=[2])
    weekday: int | None = Field(None, ge=1, le=7, description="1 is Monday", examples=[5])
    starts: Text = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local time", examples=["09:00"])
    minutes: int = Field(120, ge=15, le=720)
    place: Text = Field("", max_length=40)
    organisation_id: Id | None = None


class FixedDayAnswer(Answer):
    organisation: OrganisationRef
    month_day: int | None
    week: int | None
    weekday: int | None
    starts: str = Field(examples=["09:00"])
    minutes: int = Field(examples=[120])
    place: str


class PlanYearBody(Body):
    year: int = Field(ge=2020, le=2099, examples=[2027])
    organisation_id: Id | None = None


class CopyBody(Body):
    organisation_id: Id | None = None


@api.get("/party-days/fixed-day", operation_id="get_fixed_day", responses={200: FixedDayAnswer})
def get_fixed_day(query: OrganisationQuery) -> Response:
    """The branch's fixed day each month."""
    organisation = organisations.organisation_for(query.organisation_id, by=current_actor())
    return _present(fixed_days.get_fixed_day(organisation, to=current_actor())).to_response()


@api.put("/party-days/fixed-day", operation_id="set_fixed_day", responses={200: FixedDayAnswer})
def set_fixed_day(body: FixedDayBody) -> Response:
    """Set it: a day of the month, or the n-th weekday of it."""
    actor = current_actor()
    organisation = organisations.organisation_for(body.organisation_id, by=actor)
    refuse_untold(body.place, is_released=body.is_released)
    rule = FixedDayRule(**body.model_dump(exclude={"organisation_id", "is_released"}))
    return _present(fixed_days.set_fixed_day(rule, organisation, by=actor, now=utc_now())).to_response()


@api.post("/party-days/plan", operation_id="plan_year", responses={200: ListAnswer[PartyDayAnswer]})
def plan_year(body: PlanYearBody) -> Response:
    """Drafts on the fixed day of each month without a Party day; answers the year's. Planning again adds nothing."""
    actor, now = current_actor(), utc_now()
    organisation = organisations.organisation_for(body.organisation_id, by=actor)

    def act() -> Outcome:
        party_day_plans.plan_year(body.year, organisation, by=actor, now=now)
        return Outcome(200, organisation.id)

    done = perform(act)
    planned = party_day_plans.list_year(body.year, organisation, to=actor)
    answer = ListAnswer[PartyDayAnswer](items=present_party_days(planned, to=actor), next=None)
    return answer.to_response(done.status)


@api.post("/party-days/copy", operation_id="copy_last_party_day", responses={201: PartyDayAnswer})
def copy_last_party_day(body: CopyBody) -> Response:
    """照上月再办一次: a draft like the last one, in the month after it."""
    actor, now = current_actor(), utc_now()
    organisation = organisations.organisation_for(body.organisation_id, by=actor)

    def act() -> Outcome:
        return Outcome(201, party_day_plans.copy_last_party_day(organisation, by=actor, now=now).id)

    return answer_with_party_day(perform(act))


def _present(fixed: FixedDay) -> FixedDayAnswer:
    return FixedDayAnswer(
        organisation=OrganisationRef(id=fixed.organisation_id, name=fixed.organisation.name),
        month_day=fixed.month_day,
        week=fixed.week,
        weekday=fixed.weekday,
        starts=fixed.starts,
        minutes=fixed.minutes,
        place=fixed.place,
    )
