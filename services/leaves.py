"""Leave for a Party day: asked before it starts, or entered by the secretary after a call (features P4)."""

from __future__ import annotations

import datetime
from typing import Literal

from models.appointments import Function
from models.attendance import Attendance, AttendanceStatus, Leave, LeaveStatus
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Person
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, messages, party_day_messages
from services.check_ins import NotExpected
from services.errors import Conflict, DecidedMeanwhile, NotFound, WrongState
from services.party_days import get_party_day
from services.permissions import Actor, within
from services.sheet_hours import is_sealed, refuse_shut

DECIDABLE = (PartyDayStatus.PLANNED, PartyDayStatus.CLOSED)
# An approved leave excuses whoever is awaited, or was marked absent before the leave was read.
EXCUSABLE = (AttendanceStatus.NOT_YET, AttendanceStatus.ABSENT, AttendanceStatus.ON_LEAVE)


class LeaveClosed(Conflict):
    code = "leave_closed"
    message = "已经开始了，请打电话向书记请假"


@unit_of_work
def ask_leave(party_day_id: int, reason: str, *, by: Actor, now: datetime.datetime) -> Leave:
    """Ask for leave before the start; asking again rewrites the reason while undecided, or asks anew once refused."""
    day = get_party_day(party_day_id, to=by)
    line = _my_line(day, by)
    leave: Leave | None = Leave.get_or_none(Leave.attendance == line.id)
    if leave is not None and leave.status is LeaveStatus.APPROVED:
        return leave
    if day.status is not PartyDayStatus.PLANNED or day.starts_at <= now:
        raise LeaveClosed()
    if line.status is not AttendanceStatus.NOT_YET:
        raise WrongState("wrong_state", "您不用请假：已经签到，或这次不计应到")
    is_news = leave is None or leave.status is LeaveStatus.REFUSED
    leave = _write(line, leave, status=LeaveStatus.ASKED, reason=reason, asked_at=now)
    if is_news:
        organisation = line.sheet.organisation
        audit.record("ask_leave", "party_day", day.id, by=by, now=now, organisation_id=organisation.id)
        told = messages.secretaries_of(organisation, now=now)
        messages.queue(party_day_messages.leave_asked(day), told, now=now)
    return leave


def can_ask_leave(day: PartyDay, line: Attendance, leave: Leave | None, *, now: datetime.datetime) -> bool:
    """Whether this person may ask for leave now, or rewrite what they asked for."""
    is_ahead = day.status is PartyDayStatus.PLANNED and day.starts_at > now
    is_approved = leave is not None and leave.status is LeaveStatus.APPROVED
    return is_ahead and line.status is AttendanceStatus.NOT_YET and not is_approved


def _my_line(day: PartyDay, by: Actor) -> Attendance:
    line = attendance_lines.find_my_line(day.id, to=by)
    if line is None:
        raise NotExpected()
    return attendance_lines.lock(line)


@unit_of_work
def enter_leave(
    party_day_id: int, person_id: int, reason: str, *, by: Actor, now: datetime.datetime
) -> Leave:  # fmt: skip
    """Leave given by phone: the secretary writes it down, approved; again, it changes nothing."""
    day = get_party_day(party_day_id, to=by)
    line, organisation = attendance_lines.get_line(day, person_id, by=by)
    if day.status is PartyDayStatus.DRAFT or day.status is PartyDayStatus.CANCELLED:
        raise WrongState()
    if day.starts_at <= now:
        refuse_shut(day, now=now)
    leave: Leave | None = Leave.get_or_none(Leave.attendance == line.id)
    if leave is not None and leave.status is LeaveStatus.APPROVED:
        return leave
    _excuse(line)
    leave = _write(
        line,
        leave,
        status=LeaveStatus.APPROVED,
        reason=reason,
        asked_at=now,
        entered_by=by.person,
        decided_by=by.person,
        decided_at=now,
    )
    attendance_lines.record("enter_leave", line, organisation, by=by, now=now, before={"status": line.status})
    return leave


@unit_of_work
def decide_leave(
    party_day_id: int,
    person_id: int,
    decision: Literal["approve", "refuse"],
    *,
    reason: str = "",
    by: Actor,
    now: datetime.datetime,
) -> Leave:
    """Approve or refuse leave that was asked for, once; the same decision again changes nothing.

    Raises NotFound when none was asked, WrongState when it was decided the other way or the person came,
    DecidedMeanwhile when it was decided the same way for another reason, RollClosed once the sheet is sealed.
    """
    day = get_party_day(party_day_id, to=by)
    line, organisation = attendance_lines.get_line(day, person_id, by=by)
    leave: Leave | None = Leave.get_or_none(Leave.attendance == line.id)
    if leave is None:
        raise NotFound("no_leave", "这个人没有请假，电话请假请点“代为请假”")
    target = LeaveStatus.APPROVED if decision == "approve" else LeaveStatus.REFUSED
    if leave.status is target and leave.decision_reason == reason:
        return leave
    if leave.status is target:
        raise DecidedMeanwhile()
    if leave.status is not LeaveStatus.ASKED:
        raise WrongState()
    if day.starts_at <= now:
        refuse_shut(day, now=now)
    if target is LeaveStatus.APPROVED:
        _excuse(line)
    leave = _write(line, leave, status=target, decided_by=by.person, decided_at=now, decision_reason=reason)
    attendance_lines.record(f"{decision}_leave", line, organisation, by=by, now=now, before={"status": line.status})
    news = party_day_messages.leave_decided(day, is_approved=target is LeaveStatus.APPROVED, reason=reason)
    messages.queue(news, [person_id], now=now)
    return leave


def _excuse(line: Attendance) -> None:
    """Put the (locked) line on leave unless the person came or is not counted anyway."""
    if line.status not in EXCUSABLE:
        raise WrongState("wrong_state", "这个人已经签到，或这次不计应到，不用请假")
    Attendance.update(status=AttendanceStatus.ON_LEAVE).where(Attendance.id == line.id).execute()


def _write(line: Attendance, leave: Leave | None, **columns: object) -> Leave:
    if leave is None:
        return Leave.create(attendance=line, **columns)
    Leave.update(**columns).where(Leave.id == leave.id).execute()
    return Leave.get_by_id(leave.id)


def leaves_to_decide(*, to: Actor, now: datetime.datetime) -> list[Leave]:
    """Leave that waits for the actor's decision, oldest first: also after the meeting, until its sheet is sealed."""
    paths = to.paths_for(Function.RUN_PARTY_DAYS)
    if not paths:
        return []
    asked = (
        Leave.select(Leave, Attendance, PartyDay, Person)
        .join(Attendance)
        .join(PartyDay)
        .switch(Attendance)
        .join(Person, on=(Attendance.person == Person.id))
        .switch(Attendance)
        .join(PartyDaySheet)
        .join(Organisation)
        .where(Leave.status == LeaveStatus.ASKED, PartyDay.status.in_(DECIDABLE), within(paths))
        .order_by(Leave.id)
    )
    return [leave for leave in asked if not is_sealed(leave.attendance.party_day, now=now)]
