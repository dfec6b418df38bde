"""The last months in a few numbers each, for pictures (features F4): of organisations, never of persons."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.organisations import Organisation
from services import report_rows
from services.attendance_counts import counted_besides, rate_of
from services.local_time import local_day
from services.periods import Period, latest_months
from services.report_rows import Span
from services.report_sections import fulfilled_in, hours_of, made_in, party_days_among, together

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`attendance` is in percent, None for a month in which nobody was expected."""

    period: Period
    attendance: float | None
    wishes_made: int
    wishes_fulfilled: int
    service_hours: float


def monthly(organisation: Organisation, *, now: datetime.datetime, months: int = MONTHS) -> list[Month]:
    """Month by month for an organisation and those below it, oldest first; the last one is not over yet.

    Whoever calls this decides who may see it: the numbers hold nobody's name.
    """
    periods = latest_months(local_day(now), months)
    places = report_rows.places_within(organisation.path)
    whole = Span(periods[0].starts_at, periods[-1].ends_at, now)
    sheets = party_days_among(report_rows.sheet_rows(places, whole))
    wishes = report_rows.wish_rows(places, whole)
    events = report_rows.event_rows(places, whole)
    besides = counted_besides(organisation, now=now)
    found = []
    for period in periods:
        span = Span(period.starts_at, period.ends_at, now)
        rate = rate_of(together(sheet for sheet in sheets if Period.month_of(sheet.day) == period), besides)
        hours = hours_of(event.minutes for event in events if Period.month_of(event.day) == period)
        made, fulfilled = made_in(wishes, span), fulfilled_in(wishes, span)
        found.append(Month(period, rate.percent, len(made), len(fulfilled), hours))
    return found
