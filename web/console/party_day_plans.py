"""The year's plan of a branch: the fixed day, twelve drafts, 照上月再办一次 (features P1)."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import request
from pydantic import Field

from models.organisations import Organisation
from models.party_days import FixedDay
from services import fixed_days, party_day_plans
from services.fixed_days import FixedDayRule
from services.local_time import SHANGHAI, local_day
from web.console.blueprint import console, current_actor
from web.console.branches import my_branch, my_branches, named
from web.console.checking import refuse_untold
from web.console.forms import EditForm, Form, Maybe, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id
from web.fields import Id, Text, as_id
from web.lifecycle import utc_now


class FixedDayForm(EditForm):
    organisation_id: Id
    way: Literal["month_day", "weekday"] = "month_day"
    month_day: Maybe[Annotated[int, Field(ge=1, le=31)]] = None
    week: Maybe[Annotated[int, Field(ge=1, le=5)]] = None
    weekday: Maybe[Annotated[int, Field(ge=1, le=7)]] = None
    starts: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    minutes: Annotated[int, Field(ge=10, le=600)]
    place: Annotated[Text, Field(max_length=40)] = ""

    def rule(self) -> FixedDayRule:
        by_day = self.way == "month_day"
        return FixedDayRule(
            self.starts,
            self.minutes,
            self.place,
            month_day=self.month_day if by_day else None,
            week=None if by_day else self.week,
            weekday=None if by_day else self.weekday,
        )


class YearForm(Form):
    organisation_id: Id
    year: Annotated[int, Field(ge=2000, le=2100)]


class BranchForm(Form):
    organisation_id: Id


@console.get("/party-days/plan")
def show_year_plan() -> Page:
    """A branch's Party days of a year, month by month."""
    return _plan_page(my_branch(asked_id("organisation_id")), _year(), None)


def _year() -> int:
    """The year that is looked at, also where a form of its page comes back."""
    year = request.values.get("year", local_day(utc_now()).year, type=int)
    return min(max(year, 2000), 2100)


def _plan_page(branch: Organisation, year: int, typed: Typed | None) -> str:
    actor = current_actor()
    fixed = fixed_days.find_fixed_day(branch)
    months: dict[int, list[object]] = {month: [] for month in range(1, 13)}
    for day in party_day_plans.list_year(year, branch, to=actor):
        months[day.starts_at.astimezone(SHANGHAI).month].append(day)
    return page(
        "party_day_plan.html",
        branch=branch,
        branches=named(my_branches()),
        year=year,
        this_year=local_day(utc_now()).year,
        months=months,
        fixed=fixed,
        has_gaps=any(not days for month, days in months.items() if (year, month) >= _this_month()),
        told=fixed_days.told_monthly_day(fixed) if fixed else "",
        typed=typed or _typed(fixed, branch),
        present=_typed(fixed, branch).values,
    )


def _this_month() -> tuple[int, int]:
    today = local_day(utc_now())
    return today.year, today.month


def _typed(fixed: FixedDay | None, branch: Organisation) -> Typed:
    if fixed is None:
        return filled(organisation_id=branch.id, way="month_day", starts="09:00", minutes=120)
    way = "weekday" if fixed.month_day is None else "month_day"
    names = ("month_day", "week", "weekday", "starts", "minutes", "place")
    return filled(organisation_id=branch.id, way=way, **{name: getattr(fixed, name) for name in names})


@console.post("/party-days/fixed-day")
def set_fixed_day() -> Page:
    """Set the branch's fixed day. Drafts made already stay where they are."""
    branch = my_branch(as_id(request.form.get("organisation_id", "")))

    def act(form: FixedDayForm) -> Page:
        refuse_untold(form, form.place)
        fixed_days.set_fixed_day(form.rule(), branch, version=form.version, by=current_actor(), now=utc_now())
        return go("console.show_year_plan", "固定党日已设好，可以排全年计划了", organisation_id=branch.id, year=_year())

    return submit(FixedDayForm, act, again=lambda typed: _plan_page(branch, _year(), typed))


@console.post("/party-days/plan")
def plan_year() -> Page:
    """A draft on the fixed day of each month that has none yet."""
    branch = my_branch(as_id(request.form.get("organisation_id", "")))

    def act(form: YearForm) -> Page:
        before = len(party_day_plans.list_year(form.year, branch, to=current_actor()))
        planned = party_day_plans.plan_year(form.year, branch, by=current_actor(), now=utc_now())
        made = len(planned) - before
        said = f"排好了 {made} 个月的草稿，改好内容再发布" if made else "各月都已经排上，没有新增"
        return go("console.show_year_plan", said, organisation_id=branch.id, year=form.year)

    return submit(YearForm, act, again=lambda typed: _plan_page(branch, _year(), typed))


@console.post("/party-days/copy")
def copy_last_party_day() -> Page:
    """照上月再办一次."""
    branch = my_branch(as_id(request.form.get("organisation_id", "")))
    made = party_day_plans.copy_last_party_day(branch, by=current_actor(), now=utc_now())
    return go("console.edit_party_day", "照上次填好了，改一改就能发布", party_day_id=made.id)
