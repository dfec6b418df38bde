"""Who means to come to a Party day and who asks for leave, as they wrote it in the WeChat group (features N8, P4)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from peewee import JOIN

from models.attendance import Attendance, AttendanceStatus
from models.database import database
from models.organisations import Group
from models.people import Person
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, group_lists, leaves
from services.errors import NotFound, WrongState
from services.group_lists import Entry
from services.party_days import get_party_day
from services.permissions import Actor

Says = Literal["coming", "on_leave"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What one person wrote: that they come, or that they ask for leave, with the reason in `note`."""

    person_id: int
    says: Says
    note: str = ""


def read_list(party_day_id: int, text: str, *, to: Actor) -> list[Entry]:
    """Which people of my sheets stand in a pasted list. Nothing is changed."""
    day = get_party_day(party_day_id, to=to)
    sheets = attendance_lines.require_sheets(day, by=to)
    people: Any = (
        Person.select(Person, Group)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Person)
        .join(Attendance, on=(Attendance.person == Person.id))
        .where(Attendance.sheet.in_([sheet.id for sheet in sheets]))
        .order_by(Person.id)
    )
    return group_lists.read(text, people)


@unit_of_work
def note_replies(
    party_day_id: int, replies: Sequence[Reply], *, by: Actor, now: datetime.datetime
) -> list[Attendance]:  # fmt: skip
    """Note them on the sheet; the lines answer what it says now. Doing it again changes nothing.

    Leave is entered as given by phone, approved. Whoever has come, or does not count, stays as they are.
    Raises NotFound for somebody who is not on the actor's sheets.
    """
    day = get_party_day(party_day_id, to=by)
    sheets = attendance_lines.require_sheets(day, by=by)
    lines = _lines([sheet.id for sheet in sheets], [reply.person_id for reply in replies])
    coming = [lines[reply.person_id].id for reply in replies if reply.says == "coming"]
    awaited = (Attendance.status == AttendanceStatus.NOT_YET) & Attendance.said_coming_at.is_null()
    noted = Attendance.update(said_coming_at=now).where(Attendance.id.in_(coming or [0]), awaited).execute()
    for reply in sorted(replies, key=lambda each: lines[each.person_id].id):
        if reply.says == "on_leave":
            _enter_leave(day.id, reply, by, now=now)
    if noted:
        audit.record(
            "note_replies",
            "party_day",
            day.id,
            by=by,
            now=now,
            organisation_id=sheets[0].organisation_id,
            after={"coming": sorted(reply.person_id for reply in replies if reply.says == "coming")},
        )
    after = _lines([sheet.id for sheet in sheets], [reply.person_id for reply in replies])
    return [after[reply.person_id] for reply in replies]


def _lines(sheet_ids: list[int], person_ids: list[int]) -> dict[int, Attendance]:
    rows = Attendance.select().where(Attendance.sheet.in_(sheet_ids), Attendance.person.in_(person_ids or [0]))
    found = {line.person_id: line for line in rows}
    if set(person_ids) - set(found):
        raise NotFound("person_not_on_list", "有人不在您支部的名单上，请先加进名单")
    return found


def _enter_leave(party_day_id: int, reply: Reply, by: Actor, *, now: datetime.datetime) -> None:
    try:
        with database.atomic():
            leaves.enter_leave(party_day_id, reply.person_id, reply.note or "群里接龙请假", by=by, now=now)
    except WrongState:
        return  # has come, or does not count: the sheet stays as it is, and the answer shows it
