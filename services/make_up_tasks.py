"""Opening make-up studies after an absence. Called by the worker."""

from __future__ import annotations

import datetime

from models.attendance import Attendance, AttendanceStatus, MakeUp
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import messages, party_day_messages, policies
from services.local_time import day_starts, local_day

# Marks and strikes may still turn up an absence for some days after the end (policy `late_roll_days`).
LOOK_BACK = datetime.timedelta(days=60)


def open_make_ups(*, now: datetime.datetime) -> int:
    """Open a make-up study for every absence of a closed Party day that has none; answers how many."""
    closed = PartyDay.select(PartyDay, Organisation).join(Organisation)
    recent = closed.where(PartyDay.status == PartyDayStatus.CLOSED, PartyDay.starts_at >= now - LOOK_BACK)
    return sum(_open_make_ups(day, now=now) for day in list(recent))


@unit_of_work
def _open_make_ups(day: PartyDay, *, now: datetime.datetime) -> int:
    missed = [AttendanceStatus.ABSENT]
    if policies.value("party_day.make_up_after_leave", day.organisation, now=now):
        missed.append(AttendanceStatus.ON_LEAVE)
    has_task = MakeUp.select(MakeUp.attendance)
    lines = list(
        Attendance.select().where(
            Attendance.party_day == day.id, Attendance.status.in_(missed), Attendance.id.not_in(has_task)
        )
    )
    if not lines:
        return 0
    due_at = _due(day, now=now)
    MakeUp.insert_many([{"attendance": line.id, "opened_at": now, "due_at": due_at} for line in lines]).execute()
    messages.queue(party_day_messages.make_up_opened(day, due_at), [line.person_id for line in lines], now=now)
    return len(lines)


def _due(day: PartyDay, *, now: datetime.datetime) -> datetime.datetime:
    """The local midnight that ends the last day for make-up study, so many whole days from today."""
    days = policies.value("party_day.make_up_days", day.organisation, now=now)
    return day_starts(local_day(now) + datetime.timedelta(days=days + 1))
