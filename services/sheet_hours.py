"""When a sheet is open to the secretary: from the morning of the day till some days after the end."""

from __future__ import annotations

import datetime

from models.party_days import PartyDay, PartyDayStatus
from services import policies
from services.check_ins import NotOpen
from services.errors import Conflict
from services.local_time import day_starts, local_day


class RollClosed(Conflict):
    code = "roll_closed"
    message = "这次的签到表已经封存，不能再改了；确有差错请报镇里"


def roll_opens(day: PartyDay) -> datetime.datetime:
    """The roll can be called all day, on paper and phone alike."""
    return min(day.opens_at, day_starts(local_day(day.starts_at)))


def refuse_shut(day: PartyDay, *, now: datetime.datetime) -> None:
    """Raise NotOpen or RollClosed unless the sheet is open to the secretary."""
    if day.status not in (PartyDayStatus.PLANNED, PartyDayStatus.CLOSED) or now < roll_opens(day):
        raise NotOpen("not_open", "还没到点名时间，请在党日当天点名")
    if is_sealed(day, now=now):
        raise RollClosed()


def is_sealed(day: PartyDay, *, now: datetime.datetime) -> bool:
    """Whether the days after the end are over in which the sheet is still made right."""
    days = policies.value("party_day.late_roll_days", day.organisation, now=now)
    return bool(now > day.ends_at + datetime.timedelta(days=days))
