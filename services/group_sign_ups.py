"""Signing people up for an event as they wrote it in the WeChat group (features N8, I10)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models.appointments import Function
from models.database import database
from models.people import Person
from models.sign_ups import SignUp, SignUpStatus
from models.unit_of_work import unit_of_work
from services import event_messages, group_lists, messages, own_people, places
from services.companions import Companion, Party
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.events import event_to_run
from services.group_lists import Entry
from services.permissions import Actor
from services.sign_up_lists import held_sign_up
from services.sign_ups import sign_up


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person to sign up, with so many others whose names the list does not say."""

    person_id: int
    others: int = 0
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of it: the sign-up that stands now, or why there is none."""

    person_id: int
    sign_up: SignUp | None
    is_new: bool = False
    why_not: str = ""


def read_list(event_id: int, text: str, *, to: Actor, now: datetime.datetime) -> list[Entry]:
    """Which of the organisation's people stand in a pasted list. Nothing is changed."""
    event, _ = event_to_run(event_id, by=to, now=now)
    return group_lists.read(text, own_people.own_people([event.organisation.path]))


@unit_of_work
def sign_up_people(
    event_id: int, wanted: Sequence[Wanted], *, by: Actor, now: datetime.datetime
) -> list[Entered]:  # fmt: skip
    """Sign each of them up in the list's order; one who cannot be is told apart and does not stop the others.

    Who is on the list already stays as they are, so that doing it again changes nothing. Everyone signed up is told.
    """
    event, _ = event_to_run(event_id, by=by, now=now)
    mine = own_people.own_people(by.paths_for(Function.RUN_EVENTS))
    people = {person.id: person for person in mine.where(Person.id.in_([one.person_id for one in wanted] or [0]))}
    if len(people) != len({one.person_id for one in wanted}):
        raise NotFound("person_not_found", "有人不在您村里的名册上，请他自己报名")
    places.lock_all(event.id)
    entered = [_enter(event.id, one, people[one.person_id], by, now=now) for one in wanted]
    for is_waiting in (False, True):
        told = [one.person_id for one in entered if one.is_new and _is_waiting(one) is is_waiting]
        messages.queue(event_messages.signed_up_for_you(event, is_waiting=is_waiting, now=now), told, now=now)
    return entered


def _enter(event_id: int, one: Wanted, person: Person, by: Actor, *, now: datetime.datetime) -> Entered:
    others = tuple(Companion(f"{person.name}的同伴{number}", is_child=False) for number in range(1, one.others + 1))
    try:
        with database.atomic():  # what a refusal leaves half done is taken back, for this person alone
            row, is_new = sign_up(
                event_id, one.post_id, party=Party(others), entered_by=by, by=Actor(person, now=now), now=now
            )
    except (Conflict, Invalid, NotAllowed) as refusal:
        return Entered(person.id, None, why_not=refusal.message)
    return Entered(person.id, held_sign_up(event_id, person.id) or row, is_new)


def _is_waiting(one: Entered) -> bool:
    return one.sign_up is not None and one.sign_up.status is SignUpStatus.WAITING
