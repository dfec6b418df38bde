"""Checking in to a Party day."""

from __future__ import annotations

import peewee
from peewee import Case

from models.attendance import NOT_EXPECTED, Attendance, AttendanceStatus
from models.compiled import Compiled, slot
from models.party_days import PartyDay, PartyDaySheet

# All that checking in needs to know. The columns of other tables come back as the database has them.
door_of_party_day = Compiled(
    lambda: (
        Attendance.select(
            Attendance.id,
            Attendance.status,
            Attendance.checked_in_at,
            PartyDay.status.alias("day_status"),
            PartyDay.check_in.alias("day_check_in"),
            PartyDay.opens_at.alias("day_opens_at"),
            PartyDay.ends_at.alias("day_ends_at"),
            PartyDaySheet.organisation.alias("sheet_organisation_id"),
        )
        .join(PartyDay)
        .switch(Attendance)
        .join(PartyDaySheet)
        .where(
            Attendance.party_day == slot("party_day", Attendance.party_day),
            Attendance.person == slot("person", Attendance.person),
        )
    )
)


def _arrive() -> peewee.Query:
    """The member's own check-in; whoever is not counted in 应到 sits in. The row count decides."""
    now = slot("now", Attendance.checked_in_at)
    is_uncounted = Attendance.status.in_(NOT_EXPECTED)
    return Attendance.update(
        {
            Attendance.status: Case(
                None, [(is_uncounted, AttendanceStatus.OBSERVER.value)], AttendanceStatus.PRESENT.value
            ),
            Attendance.checked_in_at: now,
            Attendance.marked_at: now,
            Attendance.marked_by: None,
        }
    ).where(
        Attendance.id == slot("attendance", Attendance.id),
        Attendance.struck_at.is_null(),
        Attendance.checked_in_at.is_null() | (Attendance.status == AttendanceStatus.ONLINE),
    )


arrive = Compiled(_arrive)

my_attendance = Compiled(
    lambda: Attendance.select().where(
        Attendance.party_day == slot("party_day", Attendance.party_day),
        Attendance.person == slot("person", Attendance.person),
    )
)
