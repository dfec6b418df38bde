"""Reading sign-ups: mine, an event's, the next one; the place in the queue."""

from __future__ import annotations

import datetime
from typing import Any

import peewee

from models.events import Event
from models.people import Person
from models.sign_ups import SignUp, SignUpStatus
from services.errors import NotFound
from services.permissions import Actor


def held_sign_up(event_id: int, person_id: int) -> SignUp | None:
    """A person's standing sign-up for an event."""
    found: SignUp | None = SignUp.get_or_none(SignUp.event == event_id, SignUp.person == person_id, SignUp.is_held == 1)
    return found


def must_decide(mine: SignUp, event: Event) -> bool:
    """Whether the event has moved since this person agreed to its time and place."""
    return mine.kept_change < event.change_number


def my_sign_ups(event_ids: list[int], *, to: Actor) -> dict[int, SignUp]:
    """My standing sign-ups for these events, each with its `position` in the queue."""
    rows = (
        SignUp.select(SignUp, _position())
        .where(SignUp.event.in_(event_ids or [0]), SignUp.person == to.person.id, SignUp.is_held == 1)
        .objects(SignUp)
    )
    return {row.event_id: row for row in rows}


def get_sign_up(sign_up_id: int, *, to: Actor) -> SignUp:
    """One of my sign-ups, standing or not, with its `position`; raises NotFound."""
    rows = SignUp.select(SignUp, _position()).where(SignUp.id == sign_up_id, SignUp.person == to.person.id)
    found: SignUp | None = rows.objects(SignUp).first()
    if found is None:
        raise NotFound()
    return found


def _position() -> Any:
    """How many waiting sign-ups stand before this one in its post's queue, itself included."""
    ahead = SignUp.alias()
    counted = ahead.select(peewee.fn.COUNT(ahead.id)).where(
        ahead.post == SignUp.post, ahead.status == SignUpStatus.WAITING, ahead.ticket <= SignUp.ticket
    )
    return counted.alias("position")


def position_of(row: SignUp) -> int | None:
    """The place in the queue, 1 being next; None for whoever is not waiting."""
    return int(row.position) if row.status is SignUpStatus.WAITING else None  # type: ignore[attr-defined]


def list_sign_ups(event: Event) -> list[SignUp]:
    """Everyone who stands on an event's list, for the seat that runs it: posts in order, the queue last."""
    return list(
        SignUp.select(SignUp, Person, _position())
        .join(Person)
        .where(SignUp.event == event.id, SignUp.is_held == 1)
        .order_by(SignUp.post, SignUp.status, SignUp.ticket)
    )


def next_sign_up(*, to: Actor, now: datetime.datetime) -> SignUp | None:
    """What I have signed up for that is on or comes next, with its event; None when there is nothing."""
    found: SignUp | None = (
        SignUp.select(SignUp, Event)
        .join(Event)
        .where(SignUp.person == to.person.id, SignUp.is_held == 1, Event.ends_at > now)
        .order_by(Event.starts_at, Event.id)
        .first()
    )
    return found
