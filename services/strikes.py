"""Comparing the list with the room, and striking who is not there (features P6)."""

from __future__ import annotations

import datetime

from models.attendance import NOT_EXPECTED, Attendance, AttendanceStatus
from models.unit_of_work import unit_of_work
from services import attendance_lines, sheet_hours
from services.errors import Invalid, WrongState
from services.party_days import get_party_day
from services.permissions import Actor


@unit_of_work
def strike_entry(
    party_day_id: int, person_id: int, *, reason: str, by: Actor, now: datetime.datetime
) -> Attendance:  # fmt: skip
    """Take an arrival off the sheet after comparing it with the room; striking twice is once.

    The person counts as absent (an observer as not come) and cannot check in again; only a newer mark
    of a roll call brings them back.
    """
    day = get_party_day(party_day_id, to=by)
    line, organisation = attendance_lines.get_line(day, person_id, by=by)
    sheet_hours.refuse_shut(day, now=now)
    if not reason:
        raise Invalid("reason_required", "请写明为什么取消这条签到", {"reason": "请填写"})
    if line.struck_at is not None:
        return line
    target = line.status if line.status in NOT_EXPECTED else AttendanceStatus.ABSENT
    if line.checked_in_at is None:
        raise WrongState("wrong_state", "这个人没有签到记录，不用取消")
    Attendance.update(
        status=target, checked_in_at=None, marked_at=now, marked_by=by.person, struck_at=now, note=reason
    ).where(Attendance.id == line.id).execute()
    attendance_lines.record(
        "strike_entry",
        line,
        organisation,
        by=by,
        now=now,
        before={"status": line.status, "checked_in_at": line.checked_in_at},
        after={"status": target},
        reason=reason,
    )
    return attendance_lines.get_line(day, person_id, by=by)[0]
