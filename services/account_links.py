"""One human's accounts at WeChat, here and there, belong to one person."""

from __future__ import annotations

import datetime

from models.people import Person
from services import row_moves


def join(one_id: int, other_id: int, *, now: datetime.datetime) -> bool:
    """Let two people be one, inside the caller's unit of work, if one of them is only a visitor.

    False for two whom branches answer for: which of them it is, a secretary must tell.
    """
    if one_id == other_id:
        return True
    one, other = _present(one_id), _present(other_id)
    if one.id == other.id:
        return True
    if one.is_known and other.is_known:
        return False
    visitor, person = (other, one) if one.is_known else (one, other)
    row_moves.move_rows(visitor, person, now=now)
    return True


def _present(person_id: int) -> Person:
    """Who that is by now; locked, so that rivals who join or bind the same person wait (a change to its own value)."""
    Person.update(open_claims=Person.open_claims).where(Person.id == person_id).execute()
    person: Person = Person.get_by_id(person_id)
    return person if person.merged_into_id is None else _present(person.merged_into_id)
