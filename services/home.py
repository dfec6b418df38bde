"""What is for me today, in one call."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import peewee

from models.appointments import Function
from models.attendance import Attendance
from models.organisations import Organisation
from models.party_days import PartyDay
from models.requests import Request
from models.sign_ups import SignUp
from models.wishes import Claim, ClaimStatus, Wish, WishStatus
from services import inbox, party_days, sign_up_lists
from services.permissions import Actor, within


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for this person's seat: what, and how many."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Home:
    claims: list[Claim]
    wishes_to_confirm: list[Wish]
    wishes_nearby: list[Wish]
    next_sign_up: SignUp | None
    next_party_day: tuple[PartyDay, Attendance] | None
    unread: int
    to_do: list[ToDo]


def get_home(*, to: Actor, now: datetime.datetime, most: int = 5) -> Home:
    """Claims in hand, wishes to confirm and near by, the next event and Party day, unread messages, to-dos."""
    return Home(
        claims=_claims_in_hand(to, most),
        wishes_to_confirm=_to_confirm(to, most),
        wishes_nearby=_nearby(to, most),
        next_sign_up=sign_up_lists.next_sign_up(to=to, now=now),
        next_party_day=party_days.next_party_day(to=to, now=now),
        unread=inbox.count_unread(to=to),
        to_do=_to_do(to),
    )


def _claims_in_hand(to: Actor, most: int) -> list[Claim]:
    return list(
        Claim.select(Claim, Wish)
        .join(Wish)
        .where(Claim.person == to.person.id, Claim.status == ClaimStatus.ACTIVE)
        .order_by(Claim.last_progress_at)
        .limit(most)
    )


def _to_confirm(to: Actor, most: int) -> list[Wish]:
    return list(
        Wish.select(Wish, Organisation)
        .join(Organisation)
        .where(
            (Wish.made_by == to.person.id) | (Wish.wisher == to.person.id),
            Wish.status == WishStatus.AWAITING_CONFIRMATION,
        )
        .order_by(Wish.id)
        .limit(most)
    )


def _nearby(to: Actor, most: int) -> list[Wish]:
    query = Wish.select(Wish, Organisation).join(Organisation).where(Wish.status == WishStatus.OPEN)
    if to.person.home_id is not None:
        query = query.where(Wish.organisation == to.person.home_id)
    return list(query.order_by(Wish.id.desc()).limit(most))


def _to_do(to: Actor) -> list[ToDo]:
    if not to.seats:
        return []
    waiting = [
        ToDo("verify_wishes", _count_wishes(to, Function.VERIFY_WISHES, WishStatus.PENDING, WishStatus.HELD)),
        ToDo("follow_up_wishes", _count_follow_ups(to)),
        ToDo("decide_requests", _count_requests(to)),
    ]
    return [item for item in waiting if item.count]


def _wishes_of_seat(to: Actor, function: Function) -> peewee.ModelSelect[Wish]:
    return Wish.select().join(Organisation).where(within(to.paths_for(function)))


def _count_wishes(to: Actor, function: Function, *statuses: WishStatus) -> int:
    count: int = _wishes_of_seat(to, function).where(Wish.status.in_(statuses)).count()
    return count


def _count_follow_ups(to: Actor) -> int:
    asked = _wishes_of_seat(to, Function.FOLLOW_UP_WISHES).where(
        Wish.status == WishStatus.AWAITING_CONFIRMATION, Wish.follow_up_asked_at.is_null(False)
    )
    count: int = asked.count()
    return count


def _count_requests(to: Actor) -> int:
    waiting = Request.select().join(Organisation).where(Request.is_waiting == 1)
    count: int = waiting.where(within(to.paths_for(Function.DECIDE_REQUESTS))).count()
    return count
