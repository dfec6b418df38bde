"""One thing that waits for somebody. Where these come from is listed in today.py."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from models.appointments import Function
from models.organisations import Organisation
from services import messages
from services.permissions import Actor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """What, how many, and where it is done: the address leads to the first of them. `is_late` puts it on top."""

    title: str
    count: int
    url: str
    act: str  # the button: 去核实
    detail: str = ""
    is_late: bool = False


def waiting_for(
    actor: Actor,
    function: Function,
    found: Iterable[T],
    organisation: Callable[[T], Organisation],
    now: datetime.datetime,
) -> list[T]:
    """Of what the actor could do, what waits for them: of its branches' work a township does a vacant seat's alone."""
    answers: dict[int, bool] = {}
    waiting = []
    for one in found:
        where = organisation(one)
        if where.id not in answers:
            answers[where.id] = messages.answers_for(actor, function, where, now=now)
        if answers[where.id]:
            waiting.append(one)
    return waiting


Source = Callable[[Actor, datetime.datetime], Iterable[Item]]
