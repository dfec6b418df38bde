"""The last months in a few numbers each, for pictures (features F4): of organisations, never of persons."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.organisations import Organisation
from services import report_rows
from services.attendance_counts import counted_besides, rate_of
from services.local_time import local_day
from services.periods import Period, up_to
from services.report_rows import Span
from services.report_sections import fulfilled_in, hours_of, made_in, party_days_among, together

MONTHS = 12
QUARTERS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a month or quarter; `attendance` is in percent, None where nobody was expected."""

    period: Period
    attendance: float | None
    wishes_made: int
    wishes_fulfilled: int
    service_hours: float


def monthly(organisation: Organisation, *, now: datetime.datetime, months: int = MONTHS) -> list[Figures]:
    """Month by month for an organisation and those below it, oldest first; the last one is not over yet.

    Whoever calls this decides who may see it: the numbers hold nobody's name.
    """
    return _in_each(up_to(Period.month_of(local_day(now)), months), organisation, now)


def quarterly(organisation: Organisation, *, now: datetime.datetime, quarters: int = QUARTERS) -> list[Figures]:
    """The same quarter by quarter: the present one, and back to the same one of last year."""
    return _in_each(up_to(Period.quarter_of(local_day(now)), quarters), organisation, now)


def _in_each(periods: list[Period], organisation: Organisation, now: datetime.datetime) -> list[Figures]:
    places = report_rows.places_within(organisation.path)
    whole = Span(periods[0].starts_at, periods[-1].ends_at, now)
    sheets = party_days_among(report_rows.sheet_rows(places, whole))
    wishes = report_rows.wish_rows(places, whole)
    events = report_rows.event_rows(places, whole)
    besides = counted_besides(organisation, now=now)
    found = []
    for period in periods:
        span = Span(period.starts_at, period.ends_at, now)
        rate = rate_of(together(sheet for sheet in sheets if sheet.day in period), besides)
        hours = hours_of(event.minutes for event in events if event.day in period)
        made, fulfilled = made_in(wishes, span), fulfilled_in(wishes, span)
        found.append(Figures(period, rate.percent, len(made), len(fulfilled), hours))
    return found
