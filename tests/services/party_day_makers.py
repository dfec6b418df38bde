"""Making Party days for tests."""

from __future__ import annotations

import datetime
from typing import Any

from models.attendance import Attendance, AttendanceStatus
from models.party_days import PartyDay
from services import attendance_lines, check_in_codes, check_ins, party_day_guests, party_days, roll_call
from services.check_in_codes import person_code
from services.party_days import PartyDayText
from services.permissions import Actor
from services.roll_call import Mark, Marked
from tests.cast import Cast


def a_party_day(cast: Cast, *, starts_in: float = 10, by: Actor | None = None, **columns: Any) -> PartyDay:
    """李书记's, starting in so many minutes and lasting two hours, unless told otherwise."""
    starts_at = cast.now + datetime.timedelta(minutes=starts_in)
    organisation = columns.pop("organisation", cast.dongkeng)
    text = PartyDayText(
        **{
            "title": "11月主题党日",
            "starts_at": starts_at,
            "ends_at": starts_at + datetime.timedelta(hours=2),
            "place": "党群服务中心",
            **columns,
        }
    )
    return party_days.create_party_day(text, organisation, by=by or cast.li, now=cast.now)


def scan(day: PartyDay, who: Actor, now: datetime.datetime) -> bool:
    """Check in with the code that hangs on the wall at that moment."""
    code = check_in_codes.code_for(check_ins.SUBJECT, day.id, now).code
    return check_ins.check_in(day.id, code, by=who, now=now)


def mark(
    day: PartyDay,
    who: Actor,
    status: AttendanceStatus,
    *,
    by: Actor,
    now: datetime.datetime,
    marked_at: datetime.datetime | None = None,
    nonce: str = "n-1",
) -> Marked:
    """One mark of a roll call."""
    said = Mark(status, marked_at or now, nonce, person_id=who.person.id)
    return roll_call.call_roll(day.id, [said], by=by, now=now)[0]


def line_of(day: PartyDay, who: Actor) -> Attendance:
    line = attendance_lines.find_my_line(day.id, to=who)
    assert line is not None
    return line


def status_of(day: PartyDay, who: Actor) -> AttendanceStatus:
    return line_of(day, who).status


def visit_xixi(cast: Cast) -> PartyDay:
    """王党员 sits in at 西溪村 on the 23rd; 东坑村 has its own Party day a week later."""
    away = a_party_day(cast, by=cast.sun, organisation=cast.xixi)
    code = person_code(cast.wang.person.id, cast.now)
    party_day_guests.add_person(away.id, None, code=code, by=cast.sun, now=cast.now)
    scan(away, cast.wang, cast.now)
    return away
