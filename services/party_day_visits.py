"""A member who was a guest at a Party day elsewhere: the visit shows there, and counts once, at home (双重管理,
features I8). Nobody sits in on behalf of a meeting with business of its own, such as an election."""

from __future__ import annotations

import datetime

from models.attendance import Attendance, AttendanceStatus
from models.party_days import MeetingKind, PartyDay, PartyDaySheet
from services.local_time import SHANGHAI, day_starts


def count_visit(line: Attendance, day: PartyDay) -> bool:
    """Count the member's visit to another Party day in the same month, if any, inside the caller's unit of work."""
    visit = _visit_of(line, day)
    if visit is None:
        return False
    counted = Attendance.update(
        status=AttendanceStatus.PRESENT, checked_in_at=visit.checked_in_at, counted_from=visit
    ).where(Attendance.id == line.id, Attendance.status == AttendanceStatus.NOT_YET)
    return bool(counted.execute() == 1)


def _visit_of(line: Attendance, day: PartyDay) -> Attendance | None:
    starts, ends = _month_around(day.starts_at)
    counted = Attendance.select(Attendance.counted_from).where(Attendance.counted_from.is_null(False))
    visit: Attendance | None = (
        Attendance.select(Attendance)
        .join(PartyDaySheet)
        .join(PartyDay)
        .where(
            PartyDay.kind == MeetingKind.PARTY_DAY,
            Attendance.person == line.person_id,
            Attendance.party_day != day.id,
            Attendance.status == AttendanceStatus.OBSERVER,
            Attendance.home == line.home_id,
            Attendance.checked_in_at >= starts,
            Attendance.checked_in_at < ends,
            PartyDaySheet.organisation != line.home_id,
            Attendance.id.not_in(counted),
        )
        .order_by(Attendance.id)
        .first()
    )
    return visit


def _month_around(instant: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """The local month an instant falls into, as instants."""
    first = instant.astimezone(SHANGHAI).date().replace(day=1)
    following = (first + datetime.timedelta(days=32)).replace(day=1)
    return day_starts(first), day_starts(following)
