"""What is for me today, in one call."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from models.attendance import Attendance, MakeUp
from models.hot_queries import home as hot
from models.hot_queries import wishes as wish_queries
from models.party_days import PartyDay
from models.sign_ups import SignUp
from models.wishes import Claim, Wish, WishStatus
from services import inbox, make_ups, party_days, sign_up_lists, to_dos
from services.permissions import Actor
from services.to_dos import ToDo
from services.wishes import NEWEST


@dataclass(frozen=True, slots=True)
class Home:
    claims: list[Claim]
    wishes_to_confirm: list[Wish]
    wishes_nearby: list[Wish]
    next_sign_up: SignUp | None
    next_party_day: tuple[PartyDay, Attendance] | None
    next_make_up: MakeUp | None
    unread: int
    to_do: list[ToDo]


def get_home(*, to: Actor, now: datetime.datetime, most: int = 5) -> Home:
    """Claims in hand, wishes to confirm and near by, what comes next, unread messages, to-dos."""
    return Home(
        claims=list(hot.claims_in_hand.all(Claim, person=to.person.id, limit=most)),
        wishes_to_confirm=list(hot.wishes_to_confirm.all(Wish, person=to.person.id, limit=most)),
        wishes_nearby=_nearby(to, most),
        next_sign_up=sign_up_lists.next_sign_up(to=to, now=now),
        next_party_day=party_days.next_party_day(to=to, now=now),
        next_make_up=make_ups.next_make_up(to=to, now=now),
        unread=inbox.count_unread(to=to),
        to_do=to_dos.list_to_dos(to=to, now=now),
    )


def _nearby(to: Actor, most: int) -> list[Wish]:
    which: dict[str, Any] = {"status": WishStatus.OPEN, "before": NEWEST, "limit": most}
    if to.person.home_id is None:
        return list(wish_queries.newest_wishes.all(Wish, **which))
    return list(hot.newest_wishes_at.all(Wish, organisation=to.person.home_id, **which))
