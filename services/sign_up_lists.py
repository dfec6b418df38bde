"""Reading sign-ups: mine, an event's, the next one; the place in the queue."""

from __future__ import annotations

import datetime

from models.events import Event
from models.hot_queries import home as home_queries
from models.hot_queries import sign_ups as hot
from models.people import Person
from models.sign_ups import SignUp, SignUpStatus
from services.errors import NotFound
from services.permissions import Actor


def held_sign_up(event_id: int, person_id: int) -> SignUp | None:
    """A person's standing sign-up for an event."""
    return hot.held_sign_up.first(SignUp, event=event_id, person=person_id)


def must_decide(mine: SignUp, event: Event) -> bool:
    """Whether the event has moved since this person agreed to its time and place."""
    return mine.kept_change < event.change_number


def my_sign_ups(event_ids: list[int], *, to: Actor) -> dict[int, SignUp]:
    """My standing sign-ups for these events, each with its `position` in the queue."""
    rows = (
        SignUp.select(SignUp, hot.position())
        .where(SignUp.event.in_(event_ids or [0]), SignUp.person == to.person.id, SignUp.is_held == 1)
        .objects(SignUp)
    )
    return {row.event_id: row for row in rows}


def my_sign_up(event_id: int, *, to: Actor) -> SignUp:
    """My latest sign-up for an event, standing or not, with its `position`; raises NotFound."""
    found = hot.my_sign_up.first(SignUp, event=event_id, person=to.person.id)
    if found is None:
        raise NotFound()
    return found


def position_of(row: SignUp) -> int | None:
    """The place in the queue, 1 being next; None for whoever is not waiting."""
    return int(row.position) if row.status is SignUpStatus.WAITING else None  # type: ignore[attr-defined]  # selected beside


def list_sign_ups(event: Event) -> list[SignUp]:
    """Everyone who stands on an event's list, for the seat that runs it: posts in order, the queue last."""
    return list(
        SignUp.select(SignUp, Person, hot.position())
        .join(Person)
        .where(SignUp.event == event.id, SignUp.is_held == 1)
        .order_by(SignUp.post, SignUp.status, SignUp.ticket)
    )


def branch_mates(event: Event, *, to: Actor) -> list[str] | None:
    """The names of those on the roster of my branch who have a place, apart from me; None for who is on no roster.

    Members of one branch know each other; residents' names stay with the seats.
    """
    if not to.person.is_on_roster or to.person.home_id is None:
        return None
    rows = (
        SignUp.select(SignUp, Person)
        .join(Person)
        .where(
            SignUp.event == event.id,
            SignUp.status == SignUpStatus.CONFIRMED,
            Person.home == to.person.home_id,
            Person.is_on_roster,
            Person.id != to.person.id,
        )
        .order_by(SignUp.ticket, SignUp.id)
    )
    return [row.person.name for row in rows]


def next_sign_up(*, to: Actor, now: datetime.datetime) -> SignUp | None:
    """What I have signed up for that is on or comes next, with its event; None when there is nothing."""
    return home_queries.next_sign_up.first(SignUp, person=to.person.id, now=now)
