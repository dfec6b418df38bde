"""Whoever simply turned up: on the list in a moment, their WeChat account linked whenever they bind (features E11)."""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.encryption import key_ring
from models.events import Event, Post
from models.organisations import Organisation
from models.people import Identity, Person
from models.sign_ups import Attendance, SignUp, SignUpStatus
from models.unit_of_work import unit_of_work
from services import event_attendance, event_roll, places, roll_marks, row_moves
from services.errors import Conflict, Invalid, NotFound
from services.events import event_to_run, get_event, record_change
from services.permissions import Actor, within
from services.phones import normal_phone, phone_columns
from services.sign_up_lists import held_sign_up


class Full(Conflict):
    code = "full"
    message = "名额已经满了；现场需要更多人，请先把岗位人数改大"


@unit_of_work
def walk_in(
    event_id: int,
    *,
    person_id: int | None = None,
    name: str = "",
    phone: str = "",
    post_id: int | None = None,
    marked_at: datetime.datetime | None = None,
    by: Actor,
    now: datetime.datetime,
) -> tuple[SignUp, bool]:
    """Put someone on the list on site and enter them as come; answers the sign-up and whether it is new.

    Either a person of the seat's own organisations, or a name and a phone: whom these two belong to
    already, else a person known by them until binding. Who waits at home keeps their turn, but not the
    place that is taken here. Raises Full; who is on the list already is only entered as come.

    `marked_at` is when they were seen, where that was noted on a phone without signal: they came then, and what the
    list says by a later word stands, as for any mark of a roll.
    """
    event, seat = event_to_run(event_id, by=by, now=now)
    posts = places.lock_all(event.id)  # a double tap waits here and then finds the person and the sign-up
    event = get_event(event_id, to=by, now=now)  # read again: from here on nobody moves it
    event_attendance.refuse_wrong_time(event, now=now)
    came_at = event_attendance.heard_at(event, marked_at or now, now=now)
    person = _known(person_id, by) if person_id is not None else _named(name, phone, now=now)
    sign_up = held_sign_up(event.id, person.id)
    is_new = sign_up is None
    if sign_up is None:
        sign_up = _add(event, _post(posts, post_id), person, now=now)
    elif sign_up.status is SignUpStatus.WAITING:
        _let_in(sign_up, now=now)
    if sign_up.attendance is not Attendance.ATTENDED and _is_news(sign_up, came_at):
        seen = event_attendance.seen(person.id, Attendance.ATTENDED, event, came_at)
        event_attendance.mark(sign_up, event, seen, by=by, now=now)
        record_change("walk_in", event, by=by, seat=seat, now=now, after={"person": person.id, "new": is_new})
    return SignUp.get_by_id(sign_up.id), is_new


def _is_news(sign_up: SignUp, came_at: datetime.datetime) -> bool:
    return roll_marks.outweighs(event_roll.word_of(Attendance.ATTENDED, came_at), event_roll.said_of(sign_up))


def _known(person_id: int, by: Actor) -> Person:
    paths = by.paths_for(Function.RUN_EVENTS)
    person: Person | None = (
        Person.select()
        .join(Organisation, on=(Person.home == Organisation.id))
        .where(Person.id == person_id, Person.merged_into.is_null(), within(paths))
        .get_or_none()
    )
    if person is None:
        raise NotFound("person_not_found", "您的名册里没有这个人；请写姓名和手机号，用「现场加人」加进来")
    return person


def _named(name: str, phone: str, *, now: datetime.datetime) -> Person:
    """The one person of that name and phone a branch knows, else one written down before, else a new one."""
    missing = {field: "请填写" for field, text in (("name", name), ("phone", phone)) if not text}
    if missing:
        raise Invalid("name_and_phone_required", "请填写姓名和手机号，或者从名册里选人", missing)
    phone = normal_phone(phone)
    same = list(
        Person.select()
        .where(Person.name == name, Person.phone_hash.in_(key_ring.look_up_hashes(phone)), Person.merged_into.is_null())
        .order_by(Person.id)
    )
    known = [person for person in same if person.is_known]
    if len(known) == 1:
        return known[0]
    written_down = [person for person in same if not person.is_known]
    if written_down:
        return written_down[0]
    return Person.create(name=name, created_at=now, **phone_columns(phone))


def _post(posts: list[Post], post_id: int | None) -> Post:
    if post_id is None:
        return next((post for post in posts if post.confirmed < post.capacity), posts[0])
    for post in posts:
        if post.id == post_id:
            return post
    raise Invalid("post_unknown", "没有找到这个岗位，请重新选择", {"post_id": "请重新选择"})


def _add(event: Event, post: Post, person: Person, *, now: datetime.datetime) -> SignUp:
    place = places.take_beside_queue(post, 1)
    if place is None:
        raise Full()
    return SignUp.create(
        event=event,
        post=post,
        person=person,
        status=place.status,
        ticket=place.ticket,
        is_walk_in=True,
        kept_change=event.change_number,
        signed_up_at=now,
        confirmed_at=now,
    )


def _let_in(sign_up: SignUp, *, now: datetime.datetime) -> None:
    if not places.take_from_queue(sign_up):
        raise Full()
    SignUp.update(status=SignUpStatus.CONFIRMED, confirmed_at=now).where(SignUp.id == sign_up.id).execute()


def link_walk_ins(person: Person, *, now: datetime.datetime) -> None:
    """Give someone who has just bound what was written down under their name and phone, in the caller's unit.

    Only people whom no branch and no WeChat account stands for: those that a walk-in made.
    """
    if person.phone is None:
        return
    has_account = Identity.select(Identity.person)
    written_down = Person.select().where(
        Person.name == person.name,
        Person.phone_hash.in_(key_ring.look_up_hashes(person.phone)),
        Person.id != person.id,
        Person.merged_into.is_null(),
        Person.approved_at.is_null(),
        ~Person.is_on_roster,
        Person.id.not_in(has_account),
    )
    for walker in list(written_down):
        row_moves.move_rows(walker, person, now=now)
