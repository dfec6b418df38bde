"""What waits for somebody among the wishes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from flask import url_for

from models.appointments import Function, Role
from models.wishes import WishStatus
from services import wish_desk, wish_escalation
from services.permissions import Actor
from web.console.to_do import Item


def waiting_wishes(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """To verify, held words, calls to make, what has stood still."""
    first = wish_desk.next_to_verify(to=actor)
    if first is not None:
        waiting = wish_desk.find_wishes(to=actor, status=WishStatus.PENDING, now=now)
        late = waiting.where(wish_desk.overdue(actor, now=now)).count()
        yield Item(
            "心愿等您核实",
            waiting.count(),
            url_for("console.show_verification", wish_id=first.id),
            "去核实",
            detail=f"等得最久的是「{first.title}」，{first.organisation.name}",
            is_late=late > 0,
        )
    notes = wish_desk.held_notes(to=actor)
    if notes:
        yield Item(
            "进展要您看一眼", len(notes), url_for("console.show_wish", wish_id=notes[0].claim.wish_id), "去看看",
            detail="微信对文字拿不准，您看过才公开",
        )  # fmt: skip
    yield from _calls(actor, now)
    yield from _fallback(actor)
    yield from _standing_still(actor, now)


def _calls(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    if not actor.paths_for(Function.FOLLOW_UP_WISHES):
        return
    silent = wish_desk.wishes_of_seats(actor, Function.FOLLOW_UP_WISHES).where(
        wish_desk.overdue(actor, now=now) & (wish_desk.Wish.status == WishStatus.AWAITING_CONFIRMATION)
    )
    first = silent.order_by(wish_desk.Wish.follow_up_asked_at).first()
    if first is not None:
        yield Item(
            "心愿要回访", silent.count(), url_for("console.show_wish", wish_id=first.id), "去回访",
            detail="办好了，许愿的人一直没有回音，请打个电话",
        )  # fmt: skip


def _fallback(actor: Actor) -> Iterable[Item]:
    """The township's own list: the village was told long ago, and finds these among what stands still."""
    if not any(seat.role is Role.TOWNSHIP_OFFICER for seat in actor.seats):
        return
    listed = wish_escalation.fallback_wishes(to=actor)
    first = listed.first()
    if first is not None:
        yield Item(
            "心愿要镇里兜底", listed.count(), url_for("console.list_wishes", fallback="yes"), "去定人",
            detail=f"村里和片区都没找到人，最久的是「{first.title}」，{first.organisation.name}", is_late=True,
        )  # fmt: skip


def _standing_still(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    if not actor.paths_for(Function.VERIFY_WISHES):
        return
    stuck = wish_desk.find_wishes(to=actor, is_overdue=True, now=now).where(wish_desk.ON_ITS_WAY)
    found = list(stuck.order_by(wish_desk.Wish.id).limit(2))
    only = url_for("console.show_wish", wish_id=found[0].id) if len(found) == 1 else None
    yield Item(
        "心愿停住了", stuck.count(), only or url_for("console.list_wishes", overdue="on_its_way"), "去看看",
        detail="上墙很久没人认领，或者认领后没有进展", is_late=True,
    )  # fmt: skip
