"""The roll of an event: who came, from when to when; their hours are in the ledger at once (features E13, E14)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.events import AttendanceMode, Event, EventStatus
from models.sign_ups import Attendance, SignUp, SignUpStatus
from models.unit_of_work import unit_of_work
from services import hours, policies, roll_marks
from services.errors import Conflict, Invalid, WrongState
from services.events import event_to_run, get_event, kept_events, record_change
from services.local_time import spoken
from services.permissions import Actor

LOOK_BACK = datetime.timedelta(days=60)  # no policy lets a roll lie longer


@dataclass(frozen=True, slots=True)
class Mark:
    """One person on the roll. Whoever attended came and left, unless told otherwise, when they scanned; and where
    they did not scan, at the start and at the end.

    `was` is what the list said to whoever marks ("" for nothing): where it says otherwise by now, WrongState.
    """

    person_id: int
    attendance: Attendance = Attendance.ATTENDED
    checked_in_at: datetime.datetime | None = None
    checked_out_at: datetime.datetime | None = None
    said_at: datetime.datetime | None = None
    was: str | None = None


@unit_of_work
def record_attendance(
    event_id: int, marks: list[Mark], *, reason: str = "", by: Actor, now: datetime.datetime
) -> list[SignUp]:
    """Enter the roll, or correct it; all marks or none. The same marks again change nothing.

    Each confirmed attendance writes its hours to the ledger in the same unit of work; a correction
    reverses them there. Raises Invalid for people without a confirmed place, Conflict outside the days
    in which a roll may be entered.
    """
    event, seat = event_to_run(event_id, by=by, now=now)
    found = lock_places(event, [mark.person_id for mark in marks])
    event = get_event(event_id, to=by, now=now)  # read again: from here on nobody moves it
    refuse_wrong_time(event, now=now)
    sign_ups = _confirmed(found, [mark.person_id for mark in marks])
    for one in sorted(marks, key=lambda each: each.person_id):
        mark(sign_ups[one.person_id], event, one, reason=reason, by=by, now=now)
    record_change(
        "record_attendance",
        event,
        by=by,
        seat=seat,
        now=now,
        after={one.attendance: sorted(m.person_id for m in marks if m.attendance is one.attendance) for one in marks},
        reason=reason,
    )
    return [SignUp.get_by_id(sign_ups[one.person_id].id) for one in marks]


def refuse_wrong_time(event: Event, *, now: datetime.datetime) -> None:
    """Raise Conflict unless the event is about to start, on, or over for no longer than the policy's days."""
    if event.status is not EventStatus.OPEN:
        raise WrongState()
    opens_at = entry_opens(event, now=now)
    if now < opens_at:
        raise Conflict("not_open", f"还没到登记的时候，{spoken(opens_at, now=now)}起可以登记")
    days = policies.value("event.attendance_days", event.organisation, now=now)
    if now > event.ends_at + datetime.timedelta(days=days):
        raise Conflict("attendance_closed", f"活动结束已超过 {days} 天，请走补录")


def entry_opens(event: Event, *, now: datetime.datetime) -> datetime.datetime:
    """From when on people can be entered as come, by the roll or by their own scan."""
    early = policies.value("event.early_entry_minutes", event.organisation, now=now)
    return event.starts_at - datetime.timedelta(minutes=early)


def heard_at(event: Event, marked_at: datetime.datetime, *, now: datetime.datetime) -> datetime.datetime:
    """When somebody was seen, as far as a phone's clock can be believed."""
    return roll_marks.heard_at(marked_at, opens_at=entry_opens(event, now=now), now=now)


def seen(person_id: int, attendance: Attendance, event: Event, at: datetime.datetime) -> Mark:
    """Whoever was seen while the event was on came then; the rest were there from start to end."""
    is_on = event.starts_at <= at <= event.ends_at
    came_at = at if attendance is Attendance.ATTENDED and is_on else None
    return Mark(person_id, attendance, came_at, said_at=at)


def lock_place(event_id: int, person_id: int) -> SignUp | None:
    """A person's place as it stands, locked by a change to its own value; None for who has none.

    Arrivals and the hours that follow from them are read and written only under this lock.
    """
    mine = (SignUp.event == event_id) & (SignUp.person == person_id) & (SignUp.status == SignUpStatus.CONFIRMED)
    SignUp.update(marked_at=SignUp.marked_at).where(mine).execute()
    locked: SignUp | None = SignUp.get_or_none(mine)
    return locked


def lock_places(event: Event, person_ids: Iterable[int]) -> dict[int, SignUp]:
    """The places of those who have one, locked in the order of their people."""
    rows = {person_id: lock_place(event.id, person_id) for person_id in sorted(set(person_ids))}
    return {person_id: row for person_id, row in rows.items() if row is not None}


def _confirmed(found: dict[int, SignUp], person_ids: list[int]) -> dict[int, SignUp]:
    missing = sorted(set(person_ids) - set(found))
    if missing:
        told = "、".join(str(person_id) for person_id in missing)
        raise Invalid(
            "not_signed_up", "名单里有人没有报上名，请先用「现场加人」加进来", {"marks": f"没有报上名：{told}"}
        )
    if len(set(person_ids)) != len(person_ids):
        raise Invalid("person_repeated", "名单里有人重复了，请检查后再交", {"marks": "有重复的人"})
    return found


def mark(sign_up: SignUp, event: Event, one: Mark, *, reason: str = "", by: Actor, now: datetime.datetime) -> None:
    """Enter one person, and their hours, inside the caller's unit of work; raises Invalid, WrongState."""
    if event.attendance_mode is not AttendanceMode.ROLL_CALL and one.attendance is Attendance.ATTENDED:
        came_at, left_at = one.checked_in_at or sign_up.checked_in_at, one.checked_out_at or sign_up.checked_out_at
        one = replace(one, checked_in_at=came_at, checked_out_at=left_at)
    columns = _columns(one, event, now=now) | {"marked_at": one.said_at or now}
    stands = (SignUp.id == sign_up.id) & (SignUp.status == SignUpStatus.CONFIRMED)
    if one.was is not None:
        stands &= SignUp.attendance == (one.was or None)
    if SignUp.update(**columns).where(stands).execute() != 1:
        raise WrongState()  # cancelled, or entered by somebody else, in this very moment
    minutes = 0
    if one.attendance is Attendance.ATTENDED:
        left_at = one.checked_out_at or event.ends_at
        minutes = hours.minutes_served(event, one.checked_in_at or event.starts_at, left_at, now=now)
    hours.settle(event, sign_up.person_id, minutes, by=by, reason=reason, now=now)


def _columns(one: Mark, event: Event, *, now: datetime.datetime) -> dict[str, object]:
    if one.attendance is Attendance.ABSENT:
        return {
            "attendance": one.attendance, "checked_in_at": None, "checked_out_at": None, "is_end_assumed": False,
        }  # fmt: skip
    came_at = one.checked_in_at or event.starts_at
    if (one.checked_in_at and one.checked_in_at > now) or (one.checked_out_at and one.checked_out_at > now):
        raise Invalid("time_to_come", "时间还没到，请核对签到和签退的时间", {"marks": "时间还没到"})
    if one.checked_out_at and one.checked_out_at < came_at:
        raise Invalid("times_crossed", "签退不能早于签到，请核对", {"marks": "签退早于签到"})
    return {
        "attendance": one.attendance,
        "checked_in_at": came_at,
        "checked_out_at": one.checked_out_at,
        # Only where leaving is noted does a missing note mean something: the secretary should ask.
        "is_end_assumed": event.attendance_mode is AttendanceMode.SCAN_IN_OUT and one.checked_out_at is None,
    }


def without_roll(to: Actor, *, now: datetime.datetime) -> list[Event]:
    """Events of the actor's that are over, whose roll may still be entered and has nobody; the oldest first."""
    entered = SignUp.select(SignUp.event).where(SignUp.attendance.is_null(False))
    placed = SignUp.select(SignUp.event).where(SignUp.status == SignUpStatus.CONFIRMED)
    over = kept_events(to, now=now).where(
        Event.status == EventStatus.OPEN,
        Event.ends_at <= now,
        Event.ends_at > now - LOOK_BACK,
        Event.id.in_(placed),
        Event.id.not_in(entered),
    )
    days = {event.id: policies.value("event.attendance_days", event.organisation, now=now) for event in over}
    return [event for event in over.order_by(Event.ends_at) if event.ends_at + datetime.timedelta(days[event.id]) > now]
