"""Signing up for an event, and one's own sign-up as it is shown."""

from __future__ import annotations

from typing import Any

import peewee
from peewee import Case

from models.compiled import Compiled, slot
from models.database import database
from models.events import Event, Post
from models.people import Person
from models.sign_ups import SignUp, SignUpStatus

# With the id of the person's standing sign-up for the event, if there is one.
posts_with_event = Compiled(
    lambda: (
        Post.select(Post, Event, SignUp.id.alias("my_sign_up_id"))
        .join(Event)
        .switch(Post)
        .join(
            SignUp,
            peewee.JOIN.LEFT_OUTER,
            on=(
                (SignUp.event == Post.event) & (SignUp.person == slot("person", SignUp.person)) & (SignUp.is_held == 1)
            ),
        )
        .where(Post.event == slot("event", Post.event))
        .order_by(Post.id)
    )
)

held_sign_up = Compiled(
    lambda: SignUp.select().where(
        SignUp.event == slot("event", SignUp.event),
        SignUp.person == slot("person", SignUp.person),
        SignUp.is_held == 1,
    )
)


def _take_places() -> peewee.Query:
    """So many places, or as many in the queue where they do not fit or somebody waits already."""
    seats = slot("seats", Post.confirmed)
    fits = (Post.waiting == 0) & (Post.confirmed + seats <= Post.capacity)
    taken = Post.update(
        {
            # MySQL evaluates SET from left to right, in the order the model declares: `waiting` comes first, and
            # `fits` still says the same afterwards, because whoever fits leaves it at 0 and whoever queues does not.
            Post.waiting: Case(None, [(fits, Post.waiting)], Post.waiting + seats),
            Post.confirmed: Case(None, [(fits, Post.confirmed + seats)], Post.confirmed),
            Post.last_ticket: Post.last_ticket + 1,
        }
    ).where(Post.id == slot("post", Post.id), Post.is_open, seats <= Post.capacity)
    return taken.returning(Post.waiting, Post.last_ticket) if database.returning_clause else taken


_take_places_compiled = Compiled(_take_places)
_queue_of_post = Compiled(
    lambda: Post.select(Post.waiting, Post.last_ticket).where(Post.id == slot("post", Post.id))
)  # fmt: skip


def take_places(post_id: int, seats: int) -> tuple[int, int] | None:
    """Take places, or queue; answers how many wait now and the ticket drawn, None for a post that is not open or
    smaller than that.

    One statement where the engine answers from an UPDATE; else our own lock is on the row, and what we read
    is what we wrote.
    """
    taken = _take_places_compiled.run(post=post_id, seats=seats)
    if not database.returning_clause:
        if taken.rowcount != 1:
            return None
        taken = _queue_of_post.run(post=post_id)
    row: tuple[int, int] | None = taken.fetchone()
    return row


event_version = Compiled(lambda: Event.select(Event.version).where(Event.id == slot("event", Event.id)))

# A change to its own value, which does not disturb the foreign keys that point at the row.
lock_person = Compiled(
    lambda: Person.update({Person.open_claims: Person.open_claims}).where(Person.id == slot("person", Person.id))
)

# The title of another event that the person has signed up for in that time.
overlapping = Compiled(
    lambda: (
        Event.select(Event.title)
        .join(SignUp)
        .where(
            SignUp.person == slot("person", SignUp.person),
            SignUp.is_held == 1,
            Event.id != slot("event", Event.id),
            Event.starts_at < slot("before", Event.starts_at),
            Event.ends_at > slot("after", Event.ends_at),
        )
        .limit(1)
    )
)

add_sign_up = Compiled(
    lambda: SignUp.insert(
        {
            **{
                column: slot(column.name, column)
                for column in (
                    *(SignUp.event, SignUp.post, SignUp.person, SignUp.status, SignUp.ticket, SignUp.seats),
                    *(SignUp.companions, SignUp.guardian_name, SignUp.guardian_phone),
                    *(SignUp.kept_change, SignUp.entered_by, SignUp.signed_up_at, SignUp.confirmed_at),
                )
            },
            SignUp.is_held: 1,
            SignUp.is_walk_in: False,
            SignUp.is_end_assumed: False,
        }
    )
)


def position() -> Any:
    """How many waiting sign-ups stand before this one in its post's queue, itself included."""
    ahead = SignUp.alias()
    counted = ahead.select(peewee.fn.COUNT(ahead.id)).where(
        ahead.post == SignUp.post, ahead.status == SignUpStatus.WAITING, ahead.ticket <= SignUp.ticket
    )
    return counted.alias("position")


# The latest one for an event, standing or not.
my_sign_up = Compiled(
    lambda: (
        SignUp.select(SignUp, position())
        .where(SignUp.event == slot("event", SignUp.event), SignUp.person == slot("person", SignUp.person))
        .order_by(SignUp.id.desc())
        .limit(1)
    )
)
