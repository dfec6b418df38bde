"""The hours of those who scanned, written once the event is over (features E13, E14). Called by the worker.

Whatever the mode is by then: a secretary may have gone over to calling the roll, or to scanning, half-way.
"""

from __future__ import annotations

import datetime

from models.events import AttendanceMode, Event, EventStatus
from models.organisations import Organisation
from models.sign_ups import Attendance, SignUp
from models.unit_of_work import unit_of_work
from services import audit, event_attendance, hours, policies

JOB = "event_hours"


def check_out_closes(event: Event, *, now: datetime.datetime) -> datetime.datetime:
    """Until when one may check out; nobody checks out of an event that notes only who came."""
    if event.attendance_mode is not AttendanceMode.SCAN_IN_OUT:
        return event.ends_at
    minutes = policies.value("event.late_check_out_minutes", event.organisation, now=now)
    return event.ends_at + datetime.timedelta(minutes=minutes)


def settle_scanned_events(*, now: datetime.datetime) -> int:
    """Write the hours of whoever scanned and did not check out: until the planned end. Answers for how many events."""
    over = Event.select(Event, Organisation).join(Organisation)
    unsettled = over.where(
        Event.status == EventStatus.OPEN,
        Event.ends_at <= now,
        Event.settled_at.is_null(),
    )
    return sum(_settle(event, now=now) for event in list(unsettled) if check_out_closes(event, now=now) <= now)


@unit_of_work
def _settle(event: Event, *, now: datetime.datetime) -> bool:
    """One event; the mark on it decides between two workers. What the ledger says already is left as it is."""
    settled = Event.update(settled_at=now).where(Event.id == event.id, Event.settled_at.is_null())
    if settled.execute() != 1:
        return False
    stayed = [sign_up for sign_up in event_attendance.lock_places(event, _who_came(event)).values() if _stayed(sign_up)]
    for sign_up in stayed:
        if hours.minutes_at(event.id, sign_up.person_id) is None:
            came_at = sign_up.checked_in_at or event.starts_at
            minutes = hours.minutes_served(event, came_at, event.ends_at, now=now)
            hours.settle(event, sign_up.person_id, minutes, by=None, now=now)
    if event.attendance_mode is AttendanceMode.SCAN_IN_OUT:
        SignUp.update(is_end_assumed=True).where(SignUp.id.in_([sign_up.id for sign_up in stayed] or [0])).execute()
    audit.record(
        "settle_event_hours",
        "event",
        event.id,
        by=None,
        origin=JOB,
        now=now,
        organisation_id=event.organisation_id,
        after={"stayed_to_the_end": len(stayed)},
    )
    return True


def _who_came(event: Event) -> list[int]:
    came = SignUp.select(SignUp.person).where(SignUp.event == event.id, SignUp.attendance == Attendance.ATTENDED)
    return [sign_up.person_id for sign_up in came]


def _stayed(sign_up: SignUp) -> bool:
    return sign_up.attendance is Attendance.ATTENDED and sign_up.checked_out_at is None
