"""Working days in China: Monday to Friday, but for public holidays and the weekend days worked in their place.

The State Council announces both each year; a county enters them as policies.
"""

from __future__ import annotations

import datetime

from models.organisations import Organisation
from services import policies
from services.local_time import day_starts, local_day

SATURDAY = 5


def end_of_working_day(
    days: int, organisation: Organisation, *, after: datetime.datetime, now: datetime.datetime
) -> datetime.datetime:
    """The local midnight that ends the so-many-th working day after the day of an instant."""
    off = set(policies.value("calendar.days_off", organisation, now=now))
    worked = set(policies.value("calendar.worked_weekend_days", organisation, now=now))
    day, left = local_day(after), days
    while left:
        day += datetime.timedelta(days=1)
        name = day.isoformat()
        if name in worked or (day.weekday() < SATURDAY and name not in off):
            left -= 1
    return day_starts(day + datetime.timedelta(days=1))
