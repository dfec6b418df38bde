"""Make-up study after an absence: material, a few lines, made up (features P5)."""

from __future__ import annotations

import datetime
from typing import Literal

from models.appointments import Function
from models.attendance import MISSED, Attendance, AttendanceStatus, Leave, LeaveStatus, MakeUp
from models.hot_queries import home as home_queries
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet
from models.people import Person
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, messages, party_day_messages, policies
from services.errors import Conflict, Invalid, NotFound, WrongState
from services.party_days import get_party_day
from services.permissions import Actor, within


class MakeUpOverdue(Conflict):
    code = "make_up_overdue"
    message = "补学的期限已过，请联系书记"


@unit_of_work
def hand_in_make_up(
    party_day_id: int, note: str, *, is_held: bool, by: Actor, now: datetime.datetime
) -> MakeUp:  # fmt: skip
    """Hand in one's lines on the material: made up at once, unless the text or the policy waits for the secretary.

    While it waits, handing in again rewrites it; afterwards it changes nothing.
    """
    day = get_party_day(party_day_id, to=by)
    line = _my_line(day, by)
    task = _task_of(line)
    if line.status is AttendanceStatus.MADE_UP:
        return task
    if line.status not in MISSED:
        raise WrongState("wrong_state", "您已经参加了，不用补学")
    if now >= task.due_at:
        raise MakeUpOverdue()
    MakeUp.update(note=note, handed_in_at=now).where(MakeUp.id == task.id).execute()
    organisation = line.sheet.organisation
    waits = is_held or policies.value("party_day.make_up_needs_confirmation", organisation, now=now)
    audit.record("hand_in_make_up", "party_day", day.id, by=by, now=now, organisation_id=organisation.id)
    if waits:
        told = messages.secretaries_of(organisation, now=now)
        messages.queue(party_day_messages.make_up_handed_in(day), told, now=now)
    else:
        _say(line, AttendanceStatus.MADE_UP)
    return _task_of(line)


@unit_of_work
def decide_make_up(
    party_day_id: int,
    person_id: int,
    decision: Literal["confirm", "return"],
    *,
    note: str = "",
    by: Actor,
    now: datetime.datetime,
) -> MakeUp:
    """The secretary's word on a make-up: confirmed (also of study on paper, with a `note`), or to be redone.

    Raises Invalid when there is neither the member's note nor the secretary's, or no word on what to redo.
    """
    day = get_party_day(party_day_id, to=by)
    line, organisation = attendance_lines.get_line(day, person_id, by=by)
    task = _task_of(line)
    if decision == "confirm":
        _confirm(day, line, task, note, by, now=now)
    else:
        _return(day, line, task, note, now=now)
    attendance_lines.record(f"{decision}_make_up", line, organisation, by=by, now=now, before={"status": line.status})
    return _task_of(line)


def _confirm(
    day: PartyDay, line: Attendance, task: MakeUp, note: str, by: Actor, *, now: datetime.datetime
) -> None:  # fmt: skip
    if task.confirmed_at is not None and line.status is AttendanceStatus.MADE_UP:
        return
    if not (task.note or note):
        raise Invalid("note_required", "还没有补学体会，请写一句是怎么补的", {"note": "请填写"})
    if line.status not in (*MISSED, AttendanceStatus.MADE_UP):
        raise WrongState("wrong_state", "这个人已经参加了，不用补学")
    _say(line, AttendanceStatus.MADE_UP)
    MakeUp.update(
        note=task.note or note, handed_in_at=task.handed_in_at or now, confirmed_at=now, confirmed_by=by.person
    ).where(MakeUp.id == task.id).execute()
    messages.queue(party_day_messages.make_up_confirmed(day), [line.person_id], now=now)


def _return(day: PartyDay, line: Attendance, task: MakeUp, reason: str, *, now: datetime.datetime) -> None:
    """Back to the member, with the reason: the line says again what it said before."""
    if task.handed_in_at is None:
        raise WrongState()
    if not reason:
        raise Invalid("reason_required", "请写明还要补充什么", {"note": "请填写"})
    was_on_leave = Leave.select().where(Leave.attendance == line.id, Leave.status == LeaveStatus.APPROVED).exists()
    if line.status is AttendanceStatus.MADE_UP:
        _say(line, AttendanceStatus.ON_LEAVE if was_on_leave else AttendanceStatus.ABSENT)
    MakeUp.update(handed_in_at=None, confirmed_at=None, confirmed_by=None).where(MakeUp.id == task.id).execute()
    messages.queue(party_day_messages.make_up_returned(day, reason), [line.person_id], now=now)


def _say(line: Attendance, status: AttendanceStatus) -> None:
    Attendance.update(status=status).where(Attendance.id == line.id).execute()


def _my_line(day: PartyDay, by: Actor) -> Attendance:
    line = attendance_lines.find_my_line(day.id, to=by)
    if line is None:
        raise NotFound("no_make_up", "这次没有补学任务；记录不对请找书记")
    return attendance_lines.lock(line)


def _task_of(line: Attendance) -> MakeUp:
    task: MakeUp | None = MakeUp.get_or_none(MakeUp.attendance == line.id)
    if task is None:
        raise NotFound("no_make_up", "这次没有补学任务；记录不对请找书记")
    return task


def my_make_ups(*, to: Actor) -> list[MakeUp]:
    """One's own open make-up studies, the most urgent first."""
    return list(
        MakeUp.select(MakeUp, Attendance, PartyDay, Organisation)
        .join(Attendance)
        .join(PartyDay)
        .join(Organisation)
        .where(Attendance.person == to.person.id, Attendance.status.in_(MISSED))
        .order_by(MakeUp.due_at)
    )


def next_make_up(*, to: Actor, now: datetime.datetime) -> MakeUp | None:
    """The make-up study to hand in first; None when there is none, or it is too late for it."""
    return home_queries.next_make_up.first(MakeUp, person=to.person.id, now=now)


def make_ups_to_confirm(*, to: Actor) -> list[MakeUp]:
    """Make-up studies handed in that wait for the actor's word, oldest first."""
    return list(
        MakeUp.select(MakeUp, Attendance, PartyDay, Person)
        .join(Attendance)
        .join(PartyDay)
        .switch(Attendance)
        .join(Person, on=(Attendance.person == Person.id))
        .switch(Attendance)
        .join(PartyDaySheet)
        .join(Organisation)
        .where(
            MakeUp.handed_in_at.is_null(False),
            MakeUp.confirmed_at.is_null(),
            Attendance.status.in_(MISSED),
            within(to.paths_for(Function.RUN_PARTY_DAYS)),
        )
        .order_by(MakeUp.handed_in_at)
    )
