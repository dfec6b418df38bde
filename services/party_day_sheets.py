"""A branch's sheet as it is read at a desk: its lines in the printed order, and what belongs to each."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import JOIN

from models.attendance import Attendance, AttendanceStatus, Leave, LeaveStatus, MakeUp
from models.consents import ConsentPurpose
from models.organisations import Group
from models.party_days import PartyDay, PartyDaySheet
from models.people import Person, Standing
from services import attendance_lines, consents
from services.errors import NotFound
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line with its place on paper, their leave and their make-up study."""

    number: int
    line: Attendance
    leave: Leave | None
    make_up: MakeUp | None
    shows_party: bool = False  # a guest who agrees that this branch sees them as a Party member

    @property
    def person(self) -> Person:
        person: Person = self.line.person
        return person

    @property
    def group_name(self) -> str:
        return self.person.group.name if self.person.group else ""

    @property
    def standing(self) -> str:
        """As what they are on the list."""
        if self.line.status is AttendanceStatus.OBSERVER:
            return "列席（党员）" if self.shows_party else "列席"
        return "预备党员" if self.person.standing is Standing.PROBATIONARY else "正式党员"

    @property
    def remark(self) -> str:
        """How the state came about; never why: leave and exemptions are often a matter of health."""
        if self.line.counted_from_id is not None:
            return "参加外支部主题党日，计入本支部"
        if self.line.struck_at is not None:
            return "核对会场后取消签到"
        if self.line.status is AttendanceStatus.MADE_UP and self._was_excused:
            return "请假后补学"
        return "书记点名" if self.line.marked_by_id is not None else ""

    @property
    def _was_excused(self) -> bool:
        return self.leave is not None and self.leave.status is LeaveStatus.APPROVED


def rows_of(sheet: PartyDaySheet) -> list[Row]:
    """A sheet's lines as they are printed: by group, then as they were added. Four queries."""
    lines = list(
        Attendance.select(Attendance, Person, Group)
        .join(Person, on=(Attendance.person == Person.id))
        .join(Group, JOIN.LEFT_OUTER)
        .where(Attendance.sheet == sheet.id)
        .order_by(Person.group.is_null(), Person.group, Attendance.id)
    )
    of_sheet = Attendance.select(Attendance.id).where(Attendance.sheet == sheet.id)
    leaves = {leave.attendance_id: leave for leave in Leave.select().where(Leave.attendance.in_(of_sheet))}
    tasks = {task.attendance_id: task for task in MakeUp.select().where(MakeUp.attendance.in_(of_sheet))}
    agreed = consents.who_agrees(_members_from_elsewhere(sheet, lines), ConsentPurpose.PARTY_STANDING)
    return [
        Row(number, line, leaves.get(line.id), tasks.get(line.id), line.person_id in agreed)
        for number, line in enumerate(lines, 1)
    ]


def _members_from_elsewhere(sheet: PartyDaySheet, lines: list[Attendance]) -> list[int]:
    """Party members of other branches on this sheet: their standing is no business of this one's unless they say so."""
    return [
        line.person_id
        for line in lines
        if line.person.is_on_roster
        and line.person.standing is not Standing.RESIDENT
        and line.person.home_id != sheet.organisation_id
    ]


def joined_sheets(day: PartyDay, *, to: Actor) -> list[PartyDaySheet]:
    """The sheets with a list that the actor keeps, the host's first; raises NotAllowed when they keep none."""
    sheets = [sheet for sheet in attendance_lines.require_sheets(day, by=to) if sheet.joined_at is not None]
    return sorted(sheets, key=lambda sheet: (sheet.organisation_id != day.organisation_id, sheet.id))


def pick_sheet(day: PartyDay, organisation_id: int | None, *, to: Actor) -> PartyDaySheet:
    """The branch's sheet, or the first of those the actor keeps; raises NotFound, NotAllowed."""
    for sheet in joined_sheets(day, to=to):
        if organisation_id in (None, sheet.organisation_id):
            return sheet
    raise NotFound()
