"""The places of a post and the queue for them. Whoever changes them holds the post's row.

Lock order, everywhere: post (several in the order of their ids) → event → person → sign-up. The post comes
before its event because InnoDB share-locks the event's row when a sign-up is inserted, and the sign-up's
first lock is the post: with the event first, a change to the event and a sign-up would wait in a circle.

The rules: `confirmed` never passes `capacity` (a CHECK besides); the queue is strictly first come, first
served, so a newcomer gets a place only when nobody waits, and a party too large for the places left is not
overtaken by a smaller one behind it. Nobody therefore waits for more places than the post has.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import peewee

from models.events import Post
from models.hot_queries import sign_ups as hot
from models.sign_ups import SignUp, SignUpStatus


@dataclass(frozen=True, slots=True)
class Place:
    """A place, or one in the queue, and the ticket drawn for it."""

    status: SignUpStatus
    ticket: int


def take(post: Post, seats: int) -> Place | None:
    """Take so many places, or queue for them; None once the event is cancelled or the post is smaller than that."""
    drawn = hot.take_places(post.id, seats)
    if drawn is None:
        return None
    waiting, ticket = drawn
    return Place(SignUpStatus.WAITING if waiting else SignUpStatus.CONFIRMED, ticket)  # nobody waits: nor do we


def take_beside_queue(post: Post, seats: int) -> Place | None:
    """Take places for somebody who stands at the door, whoever waits at home; None when they are not there."""
    taken = Post.update(confirmed=Post.confirmed + seats, last_ticket=Post.last_ticket + 1).where(
        Post.id == post.id, Post.is_open, Post.confirmed + seats <= Post.capacity
    )
    if taken.execute() != 1:
        return None
    return Place(SignUpStatus.CONFIRMED, Post.get_by_id(post.id).last_ticket)


def take_from_queue(sign_up: SignUp) -> bool:
    """Let a waiting person have places ahead of their turn; False when there are none."""
    taken = Post.update(waiting=Post.waiting - sign_up.seats, confirmed=Post.confirmed + sign_up.seats).where(
        Post.id == sign_up.post_id, Post.is_open, Post.confirmed + sign_up.seats <= Post.capacity
    )
    return bool(taken.execute() == 1)


def largest_waiting(post_id: int) -> int:
    """How many heads the largest party in a post's queue has; 0 where nobody waits."""
    waiting = (SignUp.post == post_id) & (SignUp.status == SignUpStatus.WAITING)
    return int(SignUp.select(peewee.fn.MAX(SignUp.seats)).where(waiting).scalar() or 0)


def lock_for(event_id: int, person_id: int) -> bool:
    """Lock the post of a person's standing sign-up by a change to its own value; False when there is none."""
    post_of_sign_up = SignUp.select(SignUp.post).where(
        SignUp.event == event_id, SignUp.person == person_id, SignUp.is_held == 1
    )
    locked = Post.update(last_ticket=Post.last_ticket).where(Post.id == post_of_sign_up)
    return bool(locked.execute() == 1)


def lock_all(event_id: int) -> list[Post]:
    """Lock every post of an event; answers them as they are under the lock."""
    ids = [post.id for post in Post.select(Post.id).where(Post.event == event_id).order_by(Post.id)]
    for post_id in ids:
        Post.update(last_ticket=Post.last_ticket).where(Post.id == post_id).execute()
    return list(Post.select().where(Post.event == event_id).order_by(Post.id))


def give_back(sign_up: SignUp) -> None:
    """Give back the places, or those in the queue, of a sign-up that ends; the post is locked."""
    if sign_up.status is SignUpStatus.CONFIRMED:
        Post.update(confirmed=Post.confirmed - sign_up.seats).where(Post.id == sign_up.post_id).execute()
    else:
        Post.update(waiting=Post.waiting - sign_up.seats).where(Post.id == sign_up.post_id).execute()


def promote(post_id: int, *, now: datetime.datetime) -> list[SignUp]:
    """Give free places to those who wait, in their order; the post is locked. Answers who is in."""
    post = Post.get_by_id(post_id)
    if post.waiting == 0:
        return []
    promoted = _first_who_fit(post)
    heads = sum(sign_up.seats for sign_up in promoted)
    if promoted:
        SignUp.update(status=SignUpStatus.CONFIRMED, confirmed_at=now).where(
            SignUp.id.in_([sign_up.id for sign_up in promoted])
        ).execute()
        Post.update(waiting=Post.waiting - heads, confirmed=Post.confirmed + heads).where(Post.id == post_id).execute()
    return promoted


def _first_who_fit(post: Post) -> list[SignUp]:
    free = post.capacity - post.confirmed
    queue = (
        SignUp.select()
        .where(SignUp.post == post.id, SignUp.status == SignUpStatus.WAITING)
        .order_by(SignUp.ticket)
        .limit(max(free, 0))
    )
    first: list[SignUp] = []
    for sign_up in queue:
        if sign_up.seats > free:
            break
        first.append(sign_up)
        free -= sign_up.seats
    return first
