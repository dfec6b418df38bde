"""Checking in: the member scans the code on the wall. A second scan is no error (features P6, P8)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from models.attendance import Attendance, AttendanceStatus
from models.hot_queries import check_ins as hot
from models.party_days import CheckInWay, PartyDay, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, check_in_codes, policies
from services.check_in_codes import Code, CodeExpired, CodeInvalid
from services.errors import Conflict, NotAllowed, WrongState
from services.local_time import SHANGHAI
from services.party_days import get_party_day
from services.permissions import Actor

SUBJECT = "party_day"


class NotOpen(Conflict):
    code = "not_open"
    message = "现在不是签到时间，有问题请找书记"


class NotExpected(NotAllowed):
    code = "not_expected"
    message = "您不在这次的名单上，请书记把您加进来"


class EntryStruck(Conflict):
    code = "entry_struck"
    message = "书记核对后取消了这条签到，请当面找书记"


def get_check_in_code(party_day_id: int, *, by: Actor, now: datetime.datetime) -> Code:
    """The code for the wall, for whoever runs one of the sheets."""
    day = get_party_day(party_day_id, to=by)
    attendance_lines.require_sheets(day, by=by)
    if day.status is not PartyDayStatus.PLANNED:
        raise WrongState()
    if day.check_in is CheckInWay.ROLL_CALL:
        raise NotOpen("not_open", "这次由书记点名，不用扫码")
    return check_in_codes.code_for(SUBJECT, day.id, now)


@unit_of_work
def check_in(party_day_id: int, code: str, *, by: Actor, now: datetime.datetime) -> bool:
    """Check oneself in; answers whether this was the first time.

    One guarded UPDATE of the line made with the list settles rivals. Whoever is not counted (observers,
    exempt people who come all the same) becomes an observer. Raises NotFound, NotExpected, NotOpen,
    CodeInvalid, CodeExpired, EntryStruck.
    """
    door = _door(party_day_id, by)
    if door is None:
        if not _is_in_the_room(code, party_day_id, now=now):
            get_party_day(party_day_id, to=by)
        raise NotExpected()
    if door.line.checked_in_at is not None and door.line.status is not AttendanceStatus.ONLINE:
        return False
    _refuse_closed(door, now=now)
    check_in_codes.verify(code, SUBJECT, party_day_id, now)
    if hot.arrive.count(attendance=door.line.id, now=now) != 1:
        my_arrival(party_day_id, to=by)  # oneself, tapping twice; or struck
        return False
    _refuse_closed(_door(party_day_id, by) or door, now=now)  # again: from here on nobody moves it
    audit.record(
        "check_in",
        SUBJECT,
        party_day_id,
        by=by,
        now=now,
        organisation_id=door.organisation_id,
        before={"status": door.line.status},
    )
    return True


@dataclass(frozen=True, slots=True)
class _Door:
    """One's line, and what its Party day says about checking in."""

    line: Attendance
    organisation_id: int
    is_planned: bool
    is_scanned: bool
    opens_at: datetime.datetime
    ends_at: datetime.datetime


def _door(party_day_id: int, by: Actor) -> _Door | None:
    """All that checking in needs to know, in one look-up; None for who is not on a list."""
    line: Any = hot.door_of_party_day.first(Attendance, party_day=party_day_id, person=by.person.id)
    if line is None:
        return None
    instant: Any = PartyDay.opens_at.python_value
    return _Door(
        line=line,
        organisation_id=line.sheet_organisation_id,
        is_planned=line.day_status == PartyDayStatus.PLANNED,
        is_scanned=line.day_check_in != CheckInWay.ROLL_CALL,
        opens_at=instant(line.day_opens_at),
        ends_at=instant(line.day_ends_at),
    )


def _is_in_the_room(code: str, party_day_id: int, *, now: datetime.datetime) -> bool:
    """Whether somebody scans the code on the wall: from them the Party day is no secret, list or not."""
    try:
        check_in_codes.verify(code, SUBJECT, party_day_id, now)
    except (CodeInvalid, CodeExpired):
        return False
    return True


def can_check_in(day: PartyDay, line: Attendance, *, now: datetime.datetime) -> bool:
    """Whether this person may scan the code now: the door is open, and they are not in already."""
    is_open = day.status is PartyDayStatus.PLANNED and day.opens_at <= now <= day.ends_at
    is_out = line.checked_in_at is None or line.status is AttendanceStatus.ONLINE
    return is_open and is_out and day.check_in is not CheckInWay.ROLL_CALL and line.struck_at is None


def _refuse_closed(door: _Door, *, now: datetime.datetime) -> None:
    if not door.is_scanned:
        raise NotOpen("not_open", "这次由书记点名，请到书记那里报到")
    if not door.is_planned or now > door.ends_at:
        raise NotOpen()
    if now < door.opens_at:
        opens = door.opens_at.astimezone(SHANGHAI)
        raise NotOpen("not_open", f"还没到签到时间，{opens.month}月{opens.day}日 {opens:%H:%M} 开始签到")


def my_arrival(party_day_id: int, *, to: Actor) -> Attendance:
    """One's own line after checking in; raises EntryStruck where it was struck since."""
    line = attendance_lines.find_my_line(party_day_id, to=to)
    if line is None or line.checked_in_at is None:
        raise EntryStruck()
    return line


def my_code(*, by: Actor, now: datetime.datetime) -> Code:
    """One's own code, for the secretary to scan (features P15); it lives for hours and works without signal."""
    lives = code_lives(by, now=now)
    return Code(check_in_codes.person_code(by.person.id, now), now + lives, now + lives / 2)


def code_lives(by: Actor, *, now: datetime.datetime) -> datetime.timedelta:
    """How long members' own codes live, by the policy of this person's home."""
    hours = policies.value("party_day.member_code_hours", by.person.home, now=now)
    return datetime.timedelta(hours=hours)
