"""Roll call of an event, also from a phone that had no signal; marks are weighed in services.roll_marks (E13, P7)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models.events import Event
from models.sign_ups import Attendance, EventRollMark, SignUp
from models.unit_of_work import unit_of_work
from services import event_attendance, roll_marks
from services.errors import Invalid
from services.events import event_to_run, get_event, record_change
from services.permissions import Actor
from services.roll_marks import NEVER, Result, Word


@dataclass(frozen=True, slots=True)
class Mark:
    """What the secretary saw, and when."""

    person_id: int
    attendance: Attendance
    marked_at: datetime.datetime
    nonce: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of a mark, and what the list says now."""

    nonce: str
    person_id: int
    result: Result
    attendance: Attendance | None
    checked_in_at: datetime.datetime | None


@unit_of_work
def call_roll(event_id: int, marks: Sequence[Mark], *, by: Actor, now: datetime.datetime) -> list[Marked]:
    """Store marks, in any number and order, as often as they come; answers one result each, in their order.

    All or nothing: raises Invalid, naming the mark, for someone without a place; Conflict outside the days in
    which a roll may be entered. Sign-ups are locked in the order of their people, so that two phones never wait
    in a circle.
    """
    event, seat = event_to_run(event_id, by=by, now=now)
    rows = event_attendance.lock_places(event, [mark.person_id for mark in marks])
    event = get_event(event_id, to=by, now=now)  # read again: from here on nobody moves it
    event_attendance.refuse_wrong_time(event, now=now)
    results = []
    for place, mark in enumerate(marks):
        row = rows.get(mark.person_id)
        if row is None:
            raise Invalid(
                "not_signed_up",
                "这个人没有报上名，或者已经取消了；人来了请用「现场加人」加进来",
                {f"marks.{place}.person_id": "没有报上名"},
            )
        results.append(_store(mark, row, event, by, now=now))
        rows[mark.person_id] = SignUp.get_by_id(row.id)
    new = [[one.person_id, one.result, one.attendance] for one in results if one.result != "repeated"]
    if new:
        record_change("call_roll", event, by=by, seat=seat, now=now, after={"marks": new})
    return results


def _store(mark: Mark, row: SignUp, event: Event, by: Actor, *, now: datetime.datetime) -> Marked:
    heard_at = event_attendance.heard_at(event, mark.marked_at, now=now)
    word, said = word_of(mark.attendance, heard_at, by.person.id), said_of(row)
    result = roll_marks.weigh(
        word, said, EventRollMark, nonce=mark.nonce, of={"event": event}, now=now, sign_up=row, attendance=word.status
    )
    if result == "stored" and word != said:
        seen = event_attendance.seen(mark.person_id, mark.attendance, event, heard_at)
        event_attendance.mark(row, event, seen, by=by, now=now)
        row = SignUp.get_by_id(row.id)
    return Marked(mark.nonce, mark.person_id, result, row.attendance, row.checked_in_at)


def said_of(row: SignUp) -> Word[Attendance | None]:
    """A row keeps nobody's name: no mark takes an arrival away, for hours hang on it (services.event_attendance)."""
    return word_of(row.attendance, row.marked_at or NEVER)


def word_of(said: Attendance | None, at: datetime.datetime, by: int | None = None) -> Word[Attendance | None]:
    return Word(said, said is Attendance.ATTENDED, at, by)
