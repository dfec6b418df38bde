"""Checking in to an event by scanning the code on the wall, and out again where leaving is noted (features E13).

Roll call always suffices besides (services.event_attendance), and its word stands: a scan enters only those of
whom nobody has said anything yet. Hours are written when they are known: at the check-out, else after the end
(services.event_hours).
"""

from __future__ import annotations

import datetime

from models.events import AttendanceMode, Event, EventStatus
from models.sign_ups import Attendance, SignUp, SignUpStatus
from models.unit_of_work import unit_of_work
from services import check_in_codes, hours
from services.check_in_codes import Code
from services.check_ins import EntryStruck, NotExpected, NotOpen
from services.errors import Conflict, WrongState
from services.event_attendance import entry_opens, lock_place
from services.event_hours import check_out_closes
from services.events import event_to_run, get_event, record_change
from services.local_time import spoken
from services.permissions import Actor
from services.sign_up_lists import held_sign_up

SUBJECT = "event"


class NotCheckedIn(Conflict):
    code = "not_checked_in"
    message = "您还没有签到，请先签到；已经来了却没签上的，请找书记登记"


def get_check_in_code(event_id: int, *, by: Actor, now: datetime.datetime) -> Code:
    """The code for the wall, good for coming and for leaving, for whoever runs the event."""
    event, _ = event_to_run(event_id, by=by, now=now)
    if event.status is not EventStatus.OPEN:
        raise WrongState()
    if event.attendance_mode is AttendanceMode.ROLL_CALL:
        raise NotOpen("not_open", "这次活动由书记点名，不用扫码")
    return check_in_codes.code_for(SUBJECT, event.id, now)


@unit_of_work
def check_in(event_id: int, code: str, *, by: Actor, now: datetime.datetime) -> bool:
    """Check oneself in; answers whether this was the first time. One guarded UPDATE settles rivals.

    Raises NotFound, NotExpected, NotOpen, CodeInvalid, CodeExpired, EntryStruck.
    """
    event, mine = _at_the_door(event_id, by, now=now)
    if mine.checked_in_at is not None:
        return False
    _refuse_coming(event, now=now)
    check_in_codes.verify(code, SUBJECT, event_id, now)
    arrived = SignUp.update(attendance=Attendance.ATTENDED, marked_at=now, checked_in_at=now).where(
        SignUp.id == mine.id, SignUp.status == SignUpStatus.CONFIRMED, SignUp.attendance.is_null()
    )
    if arrived.execute() != 1:
        my_presence(event_id, to=by)  # oneself, tapping twice; or noted as absent
        return False
    record_change("check_in", event, by=by, now=now, after={"attendance": Attendance.ATTENDED})
    return True


@unit_of_work
def check_out(event_id: int, code: str, *, by: Actor, now: datetime.datetime) -> bool:
    """Check oneself out, which writes the hours; answers whether this was the first time.

    Raises NotFound, NotExpected, NotCheckedIn, NotOpen, CodeInvalid, CodeExpired.
    """
    event, mine = _at_the_door(event_id, by, now=now)
    if mine.checked_in_at is None:
        raise NotCheckedIn()
    if mine.checked_out_at is not None:
        return False
    _refuse_leaving(event, now=now)
    check_in_codes.verify(code, SUBJECT, event_id, now)
    SignUp.update(checked_out_at=now, is_end_assumed=False).where(SignUp.id == mine.id).execute()
    minutes = hours.minutes_served(event, mine.checked_in_at, now, now=now)
    hours.settle(event, mine.person_id, minutes, by=by, now=now)
    record_change("check_out", event, by=by, now=now, after={"minutes": minutes})
    return True


def can_check_in(event: Event, mine: SignUp, *, now: datetime.datetime) -> bool:
    """Whether this person may scan the code now to say that they are there."""
    is_awaited = mine.status is SignUpStatus.CONFIRMED and mine.attendance is None
    is_scanned = event.status is EventStatus.OPEN and event.attendance_mode is not AttendanceMode.ROLL_CALL
    return is_awaited and is_scanned and now <= event.ends_at and entry_opens(event, now=now) <= now


def can_check_out(event: Event, mine: SignUp, *, now: datetime.datetime) -> bool:
    """Whether this person may scan the code now to say that they leave."""
    is_there = mine.attendance is Attendance.ATTENDED and mine.checked_in_at is not None and mine.checked_out_at is None
    is_noted = event.attendance_mode is AttendanceMode.SCAN_IN_OUT and event.status is EventStatus.OPEN
    return is_there and is_noted and now <= check_out_closes(event, now=now)


def _at_the_door(event_id: int, by: Actor, *, now: datetime.datetime) -> tuple[Event, SignUp]:
    """The event and one's place there, which stays locked: nobody says otherwise of it while one scans.

    Raises NotFound, and NotExpected for who has none.
    """
    lock_place(event_id, by.person.id)
    mine: SignUp | None = (
        SignUp.select(SignUp, Event)
        .join(Event)
        .where(SignUp.event == event_id, SignUp.person == by.person.id, SignUp.is_held == 1)
        .get_or_none()
    )
    if mine is None:
        get_event(event_id, to=by, now=now)
        raise _not_signed_up()
    if mine.status is not SignUpStatus.CONFIRMED:
        raise NotExpected("not_expected", "您还在候补，请找书记看看现场能不能加上您")
    return mine.event, mine


def _refuse_coming(event: Event, *, now: datetime.datetime) -> None:
    if event.attendance_mode is AttendanceMode.ROLL_CALL:
        raise NotOpen("not_open", "这次活动由书记点名，请到书记那里报到")
    opens_at = entry_opens(event, now=now)
    if now < opens_at:
        raise NotOpen("not_open", f"还没到签到时间，{spoken(opens_at, now=now)}开始签到")
    if event.status is not EventStatus.OPEN or now > event.ends_at:
        raise NotOpen()


def _refuse_leaving(event: Event, *, now: datetime.datetime) -> None:
    if event.attendance_mode is not AttendanceMode.SCAN_IN_OUT:
        raise NotOpen("not_open", "这次活动不用签退，服务时长按活动结束时间算")
    if now > check_out_closes(event, now=now):
        raise NotOpen("not_open", "签退时间已过，时长按计划的结束时间算；不对请找书记更正")


def my_presence(event_id: int, *, to: Actor) -> SignUp:
    """One's own sign-up after checking in; raises EntryStruck where the roll has said otherwise since, and
    NotExpected where the event was called off in this very moment."""
    mine = held_sign_up(event_id, to.person.id)
    if mine is None:
        raise _not_signed_up()
    if mine.checked_in_at is None:
        raise EntryStruck("entry_struck", "书记登记您没有到，如有不对请当面找书记")
    return mine


def _not_signed_up() -> NotExpected:
    return NotExpected("not_expected", "您没有报名这次活动，想参加请找书记现场登记")
