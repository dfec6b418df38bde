"""Checking in: the member scans the code on the wall. A second scan is no error (features P6, P8)."""

from __future__ import annotations

import datetime
from typing import Any

from peewee import Case

from models.attendance import NOT_EXPECTED, Attendance, AttendanceStatus
from models.party_days import CheckInWay, PartyDay, PartyDaySheet, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, check_in_codes, policies
from services.check_in_codes import Code
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
    found = _door(party_day_id, by)
    if found is None:
        get_party_day(party_day_id, to=by)
        raise NotExpected()
    if found["checked_in_at"] is not None and found["status"] is not AttendanceStatus.ONLINE:
        return False
    _refuse_closed(found, now=now)
    check_in_codes.verify(code, SUBJECT, party_day_id, now)
    if not _arrive(found["id"], now=now):
        if Attendance.get_by_id(found["id"]).checked_in_at is None:
            raise EntryStruck()
        return False  # oneself, tapping twice
    audit.record(
        "check_in",
        SUBJECT,
        party_day_id,
        by=by,
        now=now,
        organisation_id=found["organisation"],
        before={"status": found["status"]},
    )
    return True


def _door(party_day_id: int, by: Actor) -> dict[str, Any] | None:
    """All that checking in needs to know, in one look-up; None for who is not on a list."""
    rows = (
        Attendance.select(
            Attendance.id,
            Attendance.status,
            Attendance.checked_in_at,
            PartyDay.status.alias("day_status"),
            PartyDay.check_in,
            PartyDay.opens_at,
            PartyDay.ends_at,
            PartyDaySheet.organisation,
        )
        .join(PartyDay)
        .switch(Attendance)
        .join(PartyDaySheet)
        .where(Attendance.party_day == party_day_id, Attendance.person == by.person.id)
        .dicts()
    )
    found: dict[str, Any] | None = rows.first()
    return found


def _refuse_closed(found: dict[str, Any], *, now: datetime.datetime) -> None:
    if found["check_in"] is CheckInWay.ROLL_CALL:
        raise NotOpen("not_open", "这次由书记点名，请到书记那里报到")
    if found["day_status"] != PartyDayStatus.PLANNED or now > found["ends_at"]:
        raise NotOpen()
    if now < found["opens_at"]:
        opens = found["opens_at"].astimezone(SHANGHAI)
        raise NotOpen("not_open", f"还没到签到时间，{opens.month}月{opens.day}日 {opens:%H:%M} 开始签到")


def _arrive(attendance_id: int, *, now: datetime.datetime) -> bool:
    arrived = Attendance.update(
        status=Case(
            None,
            [(Attendance.status.in_(NOT_EXPECTED), AttendanceStatus.OBSERVER.value)],
            AttendanceStatus.PRESENT.value,
        ),
        checked_in_at=now,
        marked_at=now,
        marked_by=None,
    ).where(
        Attendance.id == attendance_id,
        Attendance.struck_at.is_null(),
        Attendance.checked_in_at.is_null() | (Attendance.status == AttendanceStatus.ONLINE),
    )
    return bool(arrived.execute() == 1)


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
