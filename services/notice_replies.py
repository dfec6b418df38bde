"""Who of a notice's recipients answered in the WeChat group (features N8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from models.notices import Delivery
from models.organisations import Group
from models.people import Person
from services import group_lists
from services.group_lists import Entry
from services.notice_lists import get_notice
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class Matched:
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several recipients share this name, or one's name is only part of what was written."""

    text: str
    candidates: list[Person]


@dataclass(slots=True)
class Replies:
    matched: list[Matched] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_entries(notice_id: int, text: str, *, to: Actor) -> list[Entry]:
    """What a pasted list says of the recipients of a notice of my seats. Nothing is changed."""
    notice = get_notice(notice_id, to=to)
    rows: Any = (
        Person.select(Person, Group)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Person)
        .join(Delivery)
        .where(Delivery.notice == notice.id)
        .order_by(Person.id)
    )
    return group_lists.read(text, rows)


def read_replies(notice_id: int, text: str, *, to: Actor) -> Replies:
    """The same, divided into who is plain, who must be chosen, and who is not known."""
    found = Replies()
    for entry in read_entries(notice_id, text, to=to):
        if not entry.candidates:
            found.unknown.append(entry.text)
        elif len(entry.candidates) == 1 and entry.is_sure:
            found.matched.append(Matched(entry.candidates[0].id, entry.name))
        else:
            found.ambiguous.append(Ambiguous(entry.text, entry.candidates))
    return found
