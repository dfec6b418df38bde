"""Events for tests: made the short way, with whoever is needed to fill them."""

from __future__ import annotations

import datetime
from typing import Any

from models.events import Event, EventStatus, Post
from models.people import Person
from models.sign_ups import SignUp, SignUpStatus
from services.permissions import Actor
from tests.cast import Cast

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def make_event(cast: Cast, *capacities: int, **columns: Any) -> Event:
    """An open event of 东坑村 in three days, two hours long, with posts of these capacities (one of 2)."""
    starts_at = columns.pop("starts_at", cast.now + 3 * DAY)
    columns = {
        "organisation": cast.dongkeng,
        "made_by": cast.li.person,
        "status": EventStatus.OPEN,
        "title": "河道清洁",
        "place": "东坑村文化礼堂",
        "starts_at": starts_at,
        "ends_at": starts_at + 2 * HOUR,
        "opens_at": cast.now - DAY,
        "closes_at": starts_at,
        "cancel_hours": 24,
        "overlap_grace_minutes": 0,
        "created_at": cast.now,
        **columns,
    }
    event = Event.create(**columns)
    for number, capacity in enumerate(capacities or (2,), start=1):
        Post.create(event=event, name=f"岗位{number}", capacity=capacity)
    return event


def crowd(cast: Cast, count: int) -> list[Actor]:
    """So many residents, without the phones and accounts that their number would make slow."""
    columns = {"home": cast.dongkeng, "approved_at": cast.now, "created_at": cast.now}
    people = [Person.create(name=f"村民{number}", **columns) for number in range(count)]
    return [Actor(person, now=cast.now, origin="test") for person in people]


def queue_of(event: Event) -> list[int]:
    """The people who wait, in their order."""
    waiting = SignUp.select().where(SignUp.event == event.id, SignUp.status == SignUpStatus.WAITING)
    return [row.person_id for row in waiting.order_by(SignUp.post, SignUp.ticket)]


def confirmed_at(event: Event) -> set[int]:
    """The people who have a place."""
    rows = SignUp.select().where(SignUp.event == event.id, SignUp.status == SignUpStatus.CONFIRMED)
    return {row.person_id for row in rows}


def check_counters(event: Event) -> None:
    """The counters of every post equal the sign-ups they count, and nobody has a place too many."""
    for post in Post.select().where(Post.event == event.id):
        heads = {SignUpStatus.CONFIRMED: 0, SignUpStatus.WAITING: 0}
        for row in SignUp.select().where(SignUp.post == post.id, SignUp.is_held == 1):
            heads[row.status] += row.seats
        assert (post.confirmed, post.waiting) == (heads[SignUpStatus.CONFIRMED], heads[SignUpStatus.WAITING])
        assert post.confirmed <= post.capacity
