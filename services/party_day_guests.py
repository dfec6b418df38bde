"""Changing a list by hand: guests who sit in, members who were missing, those who do not count (P3, P11)."""

from __future__ import annotations

import datetime
from typing import Literal

from models.appointments import Function
from models.attendance import Attendance, AttendanceStatus, Exemption
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Person
from models.unit_of_work import unit_of_work
from services import attendance_lines, check_in_codes, check_ins, party_day_lists, roll_marks
from services.errors import Conflict, Invalid, NotFound, WrongState
from services.local_time import local_day
from services.party_days import get_party_day
from services.permissions import Actor
from services.sheet_hours import refuse_shut, roll_opens

As = Literal["expected", "observer"]

LONGEST_EXEMPTION = datetime.timedelta(days=366)  # a committee looks at it again every year


@unit_of_work
def add_person(
    party_day_id: int,
    person_id: int | None,
    *,
    code: str | None = None,
    as_: As = "observer",
    reason: str = "",
    marked_at: datetime.datetime | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Attendance:
    """Put someone on the actor's sheet: an observer, or a member of the branch who was missing.

    One's own people are named by id, anyone else shows their own code: nobody looks up other branches'
    people. Once the list stands still, another expected person needs a reason. Adding twice is once.
    `marked_at` is when the code was scanned, where that was on a phone without signal.
    """
    day = get_party_day(party_day_id, to=by)
    sheets = attendance_lines.require_sheets(day, by=by)
    _refuse_settled(day, now=now)
    scanned_at = roll_marks.heard_at(marked_at or now, opens_at=roll_opens(day), now=now)
    person = _person(person_id, code, by, scanned_at=scanned_at, now=now)
    sheet = _sheet_for(person, sheets)
    known = Attendance.get_or_none(Attendance.party_day == day.id, Attendance.person == person.id)
    if known is not None:
        if known.sheet_id not in {sheet.id for sheet in sheets}:
            raise Conflict("on_another_sheet", "这个人已经在别的支部的签到表上，请那边的书记点名")
        return known
    if as_ == "expected":
        _require_member(person, sheet)
        _require_reason_if_frozen(day, reason, now=now)
    line = Attendance.create(
        party_day=day,
        person=person,
        sheet=sheet,
        home=person.home,
        status=AttendanceStatus.NOT_YET if as_ == "expected" else AttendanceStatus.OBSERVER,
        has_vote=as_ == "expected" and party_day_lists.has_vote(person, sheet.organisation_id),
    )
    attendance_lines.record(
        "add_person", line, sheet.organisation, by=by, now=now, after={"status": line.status}, reason=reason
    )
    return line


def _person(
    person_id: int | None, code: str | None, by: Actor, *, scanned_at: datetime.datetime, now: datetime.datetime
) -> Person:
    """Someone of the actor's own organisations, or whoever showed their code."""
    if code is not None:
        person_id = check_in_codes.read_person_code(
            code, scanned_at=scanned_at, lives=check_ins.code_lives(by, now=now)
        )
    person: Person | None = Person.get_or_none(Person.id == person_id, Person.merged_into.is_null())
    if person is None or (code is None and not _is_own(person, by)):
        raise NotFound("person_not_found", "没有找到这个人；外支部的党员请出示“我的码”")
    return person


def _is_own(person: Person, by: Actor) -> bool:
    return person.home is not None and by.may(Function.RUN_PARTY_DAYS, person.home)


def _sheet_for(person: Person, sheets: list[PartyDaySheet]) -> PartyDaySheet:
    """The person's own branch's sheet, else the first the actor keeps."""
    open_sheets = [sheet for sheet in sheets if sheet.joined_at is not None]
    if not open_sheets:
        raise WrongState("not_joined", "请先确认参加联过")
    return next((sheet for sheet in open_sheets if sheet.organisation_id == person.home_id), open_sheets[0])


def _require_member(person: Person, sheet: PartyDaySheet) -> None:
    if person.id not in {member.id for member in party_day_lists.roster_of(sheet.organisation_id)}:
        raise Invalid("not_a_member", "不是本支部的党员，可以作为列席人员加入", {"as": "请选列席"})


def _refuse_settled(day: PartyDay, *, now: datetime.datetime) -> None:
    """Raise where the list is not there yet, or is shut."""
    if day.status not in (PartyDayStatus.PLANNED, PartyDayStatus.CLOSED):
        raise WrongState()
    if now > day.ends_at:
        refuse_shut(day, now=now)


def _require_reason_if_frozen(day: PartyDay, reason: str, *, now: datetime.datetime) -> None:
    if (day.frozen_at is not None or now >= day.starts_at) and not reason:
        raise Invalid("reason_required", "应到名单已经定下，请写明为什么要改", {"reason": "请填写"})


@unit_of_work
def exempt_person(
    party_day_id: int,
    person_id: int,
    *,
    reason: str,
    decision: str,
    until_on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Attendance:
    """Not to be counted in 应到, by a decision of the branch committee; till a day, for later Party days too.

    Whoever has come already is counted: raises WrongState.
    """
    day = get_party_day(party_day_id, to=by)
    line, organisation = attendance_lines.get_line(day, person_id, by=by)
    _refuse_settled(day, now=now)
    starts_on = local_day(day.starts_at)
    ends_on = until_on or starts_on
    if not starts_on <= ends_on <= starts_on + LONGEST_EXEMPTION:
        raise Invalid("times_invalid", "期限要在这次党日之后，最长一年，请改日期", {"until_on": "请重新选择"})
    if line.status is AttendanceStatus.EXEMPT:
        return line
    if line.checked_in_at is not None or line.status is AttendanceStatus.OBSERVER:
        raise WrongState("wrong_state", "这个人已经到了，或本来就是列席，不用再改")
    Exemption.create(
        person=person_id,
        organisation=organisation,
        reason=reason,
        decision=decision,
        starts_on=starts_on,
        ends_on=ends_on,
        created_by=by.person,
        created_at=now,
    )
    return _say(line, organisation, AttendanceStatus.EXEMPT, "exempt_person", decision, by, now=now)


@unit_of_work
def count_person_again(
    party_day_id: int, person_id: int, *, reason: str, by: Actor, now: datetime.datetime
) -> Attendance:  # fmt: skip
    """Take an exemption back, from this Party day on."""
    day = get_party_day(party_day_id, to=by)
    line, organisation = attendance_lines.get_line(day, person_id, by=by)
    _refuse_settled(day, now=now)
    if line.status is not AttendanceStatus.EXEMPT:
        return line
    if not reason:
        raise Invalid("reason_required", "请写明为什么重新计入应到", {"reason": "请填写"})
    starts_on = local_day(day.starts_at)
    Exemption.update(ends_on=starts_on - datetime.timedelta(days=1)).where(
        Exemption.person == person_id,
        Exemption.organisation == organisation.id,
        Exemption.starts_on <= starts_on,
        Exemption.ends_on >= starts_on,
    ).execute()
    is_over = day.status is PartyDayStatus.CLOSED
    status = AttendanceStatus.ABSENT if is_over else AttendanceStatus.NOT_YET
    return _say(line, organisation, status, "count_person_again", reason, by, now=now)


def _say(
    line: Attendance,
    organisation: Organisation,
    status: AttendanceStatus,
    action: str,
    reason: str,
    by: Actor,
    *,
    now: datetime.datetime,
) -> Attendance:
    """Write a (locked) line's new status and the audit entry."""
    Attendance.update(status=status).where(Attendance.id == line.id).execute()
    after: dict[str, object] = {"was": line.status, "status": status}
    attendance_lines.record(action, line, organisation, by=by, now=now, after=after, reason=reason)
    line.status = status
    return line
