"""How many wishes call for somebody, as the board's tabs tell it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import peewee
from peewee import fn

from models.wishes import Wish, WishStatus
from services.permissions import Actor
from services.wish_desk import TO_VERIFY, overdue, wishes_of_seats
from services.wish_escalation import ON_FALLBACK_LIST

UNDER_WAY = (*TO_VERIFY, WishStatus.OPEN, WishStatus.IN_PROGRESS, WishStatus.AWAITING_CONFIRMATION)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Those in each state (held ones wait to be verified with the pending), which stand still, which the township has.

    Wishes that are over are not counted: they become more and more, and nobody waits for them.
    """

    by_status: dict[WishStatus, int]
    late: int
    on_fallback_list: int


def count_under_way(*, to: Actor, now: datetime.datetime) -> UnderWay:
    """The wishes of this person's seats that call for somebody, counted in one look."""
    rows: Any = (
        wishes_of_seats(to)
        .where(Wish.status.in_(UNDER_WAY))
        .select(Wish.status, fn.COUNT(Wish.id), _those(overdue(to, now=now)), _those(ON_FALLBACK_LIST))
        .group_by(Wish.status)
        .tuples()
    )
    by_status: dict[WishStatus, int] = {}
    late = on_fallback_list = 0
    for status, count, late_here, listed_here in rows:
        shown_as = WishStatus.PENDING if status in TO_VERIFY else status
        by_status[shown_as] = by_status.get(shown_as, 0) + count
        late += late_here
        on_fallback_list += listed_here
    return UnderWay(by_status, int(late), int(on_fallback_list))


def _those(condition: peewee.Expression) -> peewee.Function:
    return fn.SUM(peewee.Case(None, [(condition, 1)], 0))
