"""Month and quarter reports: read on the page, taken away as Word or Excel with the same figures (features C2, C3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from flask import request, url_for
from pydantic import Field

from models.organisations import Organisation
from services import exports, organisation_desk, report_exports, report_files, reports, trends
from services.errors import NotAllowed
from services.local_time import local_day
from services.periods import Period, latest
from services.report_scope import closed_townships, reportable_organisations
from services.reports import Report
from web.console import drawings
from web.console.blueprint import console, current_actor
from web.console.files import attachment
from web.console.forms import Form, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id
from web.console.reasons import ReasonForm
from web.fields import Id, Text, as_id
from web.lifecycle import utc_now

MONTHS, QUARTERS = 13, 5


class ReportForm(Form):
    organisation_id: Id
    period: str
    format: Literal["word", "excel"]
    reason: Annotated[Text, Field(max_length=exports.LONGEST_REASON)] = ""


@console.get("/reports")
def show_report() -> Page:
    """The report of one of my organisations; the last month's, unless another is asked for.

    Of a township that its county officer has not opened today, the question why.
    """
    asked = asked_id("organisation_id")
    township = next((each for each in _closed_townships() if each.id == asked), None)
    return _ask_why(township, _asked_period(), Typed()) if township else _page(_asked(), Typed())


@console.post("/reports/townships/<int:organisation_id>")
def look_into_report(organisation_id: int) -> Page:
    """Open one township to its county officer for today, for a reason that is logged."""
    actor, now = current_actor(), utc_now()
    place = organisation_desk.get_organisation(organisation_id, to=actor, now=now)
    period = _period(request.form.get("period", ""))

    def act(form: ReasonForm) -> Page:
        organisation_desk.look_into_township(place.id, reason=form.reason, by=actor, now=now)
        said = f"今天可以看{place.name}的报表，已记入操作记录"
        return go("console.show_report", said, organisation_id=place.id, period=period)

    return submit(ReasonForm, act, again=lambda typed: _ask_why(place, period, typed))


@console.post("/reports")
def take_report_away() -> Page:
    """The same report as a file; that it was taken away is logged."""

    def act(form: ReportForm) -> Page:
        report = _report(form.organisation_id, form.period)
        return attachment(
            report_exports.export_report(report, form.format, form.reason, by=current_actor(), now=utc_now())
        )

    def again(typed: Typed) -> Page:
        return _page(_report(as_id(typed["organisation_id"]) or 0, typed["period"]), typed)

    return submit(ReportForm, act, again=again)


def _asked() -> Report:
    actor, now = current_actor(), utc_now()
    organisation_id = asked_id("organisation_id")
    if organisation_id is None:
        mine = _mine(reportable_organisations(to=actor, now=now))
        if not mine:
            raise NotAllowed()
        organisation_id = mine[0].id
    return _report(organisation_id, _asked_period())


def _asked_period() -> str:
    return _period(request.args.get("period", ""))


def _period(asked: str) -> str:
    """The key of what was asked for, else of the last month."""
    return asked or Period.month_of(local_day(utc_now())).moved(-1).key


def _closed_townships() -> list[Organisation]:
    return closed_townships(to=current_actor(), now=utc_now())


def _ask_why(township: Organisation, period: str, typed: Typed) -> str:
    return page("report_reason.html", township=township, period=Period.named(period), typed=typed)


def _report(organisation_id: int, period: str) -> Report:
    return reports.make_report(organisation_id, Period.named(period), to=current_actor(), now=utc_now())


def _page(report: Report, typed: Typed) -> str:
    actor, now = current_actor(), utc_now()
    if not typed.values:
        typed = filled(reason=f"上报{report.title}")
    place = report.organisation
    months, quarters = trends.monthly(place, now=now), trends.quarterly(place, now=now)

    def to(period: Period) -> str:
        return url_for("console.show_report", organisation_id=place.id, period=period.key)

    return page(
        "report.html",
        report=report,
        made=report_files.made_line(report),
        typed=typed,
        pictures=[
            ("一年来的到会率", drawings.attendance(months, to=to), drawings.attendance_in_words(months)),
            ("一年来的微心愿", drawings.wishes(months, to=to), drawings.wishes_in_words(months)),
            ("各季度的微心愿", drawings.wishes(quarters, to=to), drawings.wishes_in_words(quarters)),
            ("各季度服务时长（小时）", drawings.hours(quarters, to=to), drawings.hours_in_words(quarters)),
        ],
        quarters=[(each.period.label, to(each.period)) for each in quarters],
        closed=[(each.id, each.name) for each in _closed_townships()],
        **_choices(_mine(reportable_organisations(to=actor, now=now)), local_day(now)),
    )


def _mine(found: Iterable[Organisation]) -> list[Organisation]:
    """Each below the one it belongs to."""
    return sorted(found, key=Organisation.ancestor_ids)


def _choices(organisations: list[Organisation], today: datetime.date) -> dict[str, Any]:
    top: int = min((len(each.ancestor_ids()) for each in organisations), default=0)
    return {
        "organisations": [(each.id, "　" * (len(each.ancestor_ids()) - top) + each.name) for each in organisations],
        "periods": [(period.key, period.label) for period in latest(today, months=MONTHS, quarters=QUARTERS)],
    }
