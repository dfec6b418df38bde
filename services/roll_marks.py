"""Weighing the marks of a roll call, of a Party day or an event, also from a phone without signal (P6, P7, E13).

How a mark meets what the list already says:

- The same nonce again is a repeat: nothing changes, what the list says now is answered.
- Where nobody has said anything yet, or the list says the same, the mark is stored.
- Otherwise the later word counts, by `marked_at`; an earlier mark is a conflict.
- A mark never takes away an arrival, unless the same person's mark recorded it: that is a conflict, and putting
  the list right, with a reason, is the way.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from models.attendance import RollMark
from models.base import BaseModel
from models.sign_ups import EventRollMark

Result = Literal["stored", "repeated", "conflict"]
Status = TypeVar("Status")

NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Word(Generic[Status]):
    """What a line says, or a mark wants it to say; since when, and by whose mark if by anybody's."""

    status: Status
    has_come: bool
    said_at: datetime.datetime = field(compare=False)
    said_by: int | None = field(default=None, compare=False)


def heard_at(marked_at: datetime.datetime, *, opens_at: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    """When a mark was made, as far as a phone's clock can be believed."""
    return min(now, max(opens_at, marked_at))


def weigh(
    word: Word[Status],
    said: Word[Status],
    table: type[RollMark | EventRollMark],
    *,
    nonce: str,
    of: dict[str, BaseModel],
    now: datetime.datetime,
    **columns: object,
) -> Result:
    """Note a mark under its nonce, in the table `of` its roll, and answer what becomes of it; the line is locked."""
    if table.get_or_none(nonce=nonce, **of) is not None:
        return "repeated"
    is_stored = outweighs(word, said)
    noted = {"marked_at": word.said_at, "marked_by": word.said_by, "was_stored": is_stored, "received_at": now}
    table.create(nonce=nonce, **of, **columns, **noted)
    return "stored" if is_stored else "conflict"


def outweighs(word: Word[Status], said: Word[Status]) -> bool:
    """Whether the list may say this word from now on."""
    takes_away = said.has_come and not word.has_come
    is_mine = word.said_by == said.said_by
    return word == said or (word.said_at > said.said_at and (is_mine or not takes_away))
