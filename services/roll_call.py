"""Roll call by the secretary, also from a phone that had no signal; marks are weighed in services.roll_marks.

A member's arrival that a mark may not take away is struck, with a reason (features P6, P7, P9, P15).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN

from models.attendance import NOT_EXPECTED, Attendance, AttendanceStatus, RollMark
from models.organisations import Group
from models.party_days import PartyDay, PartyDaySheet
from models.people import Person
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, check_in_codes, check_ins, roll_marks, sheet_hours
from services.errors import Invalid
from services.party_days import get_party_day
from services.permissions import Actor
from services.roll_marks import NEVER, Result, Word

MARKABLE = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.ONLINE,
    AttendanceStatus.ABSENT,
    AttendanceStatus.ON_LEAVE,
    AttendanceStatus.TAUGHT_AT_HOME,
)
HAVE_COME = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the secretary saw, and when. The person is named by id, or by their own code (`code`)."""

    status: AttendanceStatus
    marked_at: datetime.datetime
    nonce: str
    person_id: int | None = None
    code: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of a mark, and what the sheet says now."""

    nonce: str
    person_id: int
    result: Result
    status: AttendanceStatus
    checked_in_at: datetime.datetime | None


def list_roll(party_day_id: int, *, to: Actor) -> list[Attendance]:
    """The people on the sheets that the actor runs, for calling the roll; raises NotAllowed."""
    day = get_party_day(party_day_id, to=to)
    sheets = attendance_lines.require_sheets(day, by=to)
    return list(
        Attendance.select(Attendance, Person, Group, PartyDaySheet)
        .join(Person, on=(Attendance.person == Person.id))
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Attendance)
        .join(PartyDaySheet)
        .where(Attendance.sheet.in_([sheet.id for sheet in sheets]))
        .order_by(Attendance.sheet, Attendance.id)
    )


@unit_of_work
def call_roll(party_day_id: int, marks: Sequence[Mark], *, by: Actor, now: datetime.datetime) -> list[Marked]:
    """Store marks, in any number and order, as often as they come; answers one result each, in their order.

    All or nothing: raises Invalid, naming the mark, for someone who is not on the actor's sheets.
    Lines are locked in the order of their ids, so that two phones never wait in a circle.
    """
    day = get_party_day(party_day_id, to=by)
    sheets = attendance_lines.require_sheets(day, by=by)
    sheet_hours.refuse_shut(day, now=now)
    people = [_person_of(mark, place, day, by, now=now) for place, mark in enumerate(marks)]
    lines = _lock_lines([sheet.id for sheet in sheets], people)
    day = get_party_day(party_day_id, to=by)
    sheet_hours.refuse_shut(day, now=now)  # again: from here on nobody moves it
    results = []
    for place, (mark, person_id) in enumerate(zip(marks, people, strict=True)):
        line = lines.get(person_id)
        if line is None:
            raise Invalid(
                "person_not_on_list",
                "有人不在您支部的名单上，请先加进名单",
                {f"marks.{place}.person_id": "不在名单上"},
            )
        results.append(_store(mark, line, day, by, now=now))
    _note_roll(results, sheets[0], by, now=now)
    return results


def _note_roll(results: list[Marked], sheet: PartyDaySheet, by: Actor, *, now: datetime.datetime) -> None:
    """One audit entry for what was new; repeats leave none."""
    new = [[marked.person_id, marked.result, marked.status] for marked in results if marked.result != "repeated"]
    if new:
        audit.record(
            "call_roll",
            "party_day",
            sheet.party_day_id,
            by=by,
            now=now,
            organisation_id=sheet.organisation_id,
            after={"marks": new},
        )


def _person_of(mark: Mark, place: int, day: PartyDay, by: Actor, *, now: datetime.datetime) -> int:
    if mark.code is None:
        assert mark.person_id is not None, "a mark names its person one way or the other"
        return mark.person_id
    lives = check_ins.code_lives(by, now=now)
    try:
        return check_in_codes.read_person_code(mark.code, scanned_at=_heard_at(mark, day, now=now), lives=lives)
    except (check_in_codes.CodeInvalid, check_in_codes.CodeExpired) as refusal:
        refusal.fields = {f"marks.{place}.code": refusal.message}
        raise


def _lock_lines(sheet_ids: list[int], people: list[int]) -> dict[int, Attendance]:
    """The people's lines, locked in the order of their ids."""
    mine = Attendance.sheet.in_(sheet_ids) & Attendance.person.in_(people)
    lines = Attendance.select(Attendance.id).where(mine).order_by(Attendance.id)
    return {line.person_id: line for line in [attendance_lines.lock(line) for line in lines]}


def _store(mark: Mark, line: Attendance, day: PartyDay, by: Actor, *, now: datetime.datetime) -> Marked:
    """Weigh one mark against its line (which is locked and kept up to date for the marks that follow)."""
    word, said = _word_of(mark, line, _heard_at(mark, day, now=now), by), _said(line)
    result = roll_marks.weigh(
        word, said, RollMark, nonce=mark.nonce, of={"party_day": day}, now=now, attendance=line, status=mark.status
    )
    if result == "stored" and word != said:
        _write(line, word, mark.note)
    return Marked(mark.nonce, line.person_id, result, line.status, line.checked_in_at)


def _heard_at(mark: Mark, day: PartyDay, *, now: datetime.datetime) -> datetime.datetime:
    return roll_marks.heard_at(mark.marked_at, opens_at=sheet_hours.roll_opens(day), now=now)


def _said(line: Attendance) -> Word[AttendanceStatus]:
    return Word(line.status, line.checked_in_at is not None, line.marked_at or NEVER, line.marked_by_id)


def _word_of(mark: Mark, line: Attendance, heard_at: datetime.datetime, by: Actor) -> Word[AttendanceStatus]:
    """Whoever is not counted in 应到 sits in, or stays away, uncounted."""
    has_come, status = mark.status in HAVE_COME, mark.status
    if line.status in NOT_EXPECTED:
        status = AttendanceStatus.OBSERVER if has_come else line.status
    return Word(status, has_come, heard_at, by.person.id)


def _write(line: Attendance, word: Word[AttendanceStatus], note: str) -> None:
    line.status = word.status
    line.checked_in_at = (line.checked_in_at or word.said_at) if word.has_come else None
    line.marked_at = word.said_at
    line.marked_by_id = word.said_by
    line.struck_at = None
    line.note = note or line.note
    line.save()
