"""Reading a 群接龙 that was copied out of the WeChat group (features N8): who answered?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from models.notices import Delivery
from models.people import Person
from services.notice_lists import get_notice
from services.permissions import Actor

# "3. 王小禾 收到", "4、李秀英（两人）": what stands behind the number.
NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.．、:：)）]\s*(.+)$")
BETWEEN_NAMES = re.compile(r"[\s,，、;；。.()（）【】\[\]+＋:：\-—]+")
MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Matched:
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several recipients share this name."""

    text: str
    candidates: list[Person]


@dataclass(slots=True)
class Replies:
    matched: list[Matched] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_replies(notice_id: int, text: str, *, to: Actor) -> Replies:
    """Recipients of a notice of my seats whose names stand in a pasted list. Nothing is changed."""
    notice = get_notice(notice_id, to=to)
    rows: Any = Person.select().join(Delivery).where(Delivery.notice == notice.id).order_by(Person.id)
    by_name: dict[str, list[Person]] = {}
    for person in rows:
        by_name.setdefault(person.name, []).append(person)
    by_name.pop("", None)
    return _match(entries_in(text), by_name)


def entries_in(text: str) -> list[str]:
    """One entry per person: the numbered lines, or every word where nothing is numbered."""
    lines = text.splitlines()[:MOST_LINES]
    numbered = [found[1].strip() for line in lines if (found := NUMBERED.match(line))]
    if numbered:
        return numbered
    return [word for line in lines if not line.lstrip().startswith("#") for word in BETWEEN_NAMES.split(line) if word]


def _match(entries: list[str], by_name: dict[str, list[Person]]) -> Replies:
    found, seen = Replies(), set[str]()
    for entry in entries:
        name = name_in(entry, by_name)
        if name is None:
            found.unknown.append(entry)
        elif name not in seen:
            seen.add(name)
            people = by_name[name]
            if len(people) == 1:
                found.matched.append(Matched(people[0].id, name))
            else:
                found.ambiguous.append(Ambiguous(entry, people))
    return found


def name_in(entry: str, by_name: dict[str, list[Person]]) -> str | None:
    """The recipient's name that the entry is or holds; the longest, should one be part of another."""
    words = BETWEEN_NAMES.split(entry)
    whole = [word for word in words if word in by_name]
    if whole:
        return whole[0]
    return max((name for name in by_name if len(name) > 1 and name in entry), key=len, default=None)
