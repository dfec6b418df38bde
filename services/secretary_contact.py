"""Whom a villager calls: the person who answers for their village today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.people import Person
from services import messages
from services.errors import NotFound
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class SecretaryContact:
    name: str
    phone: str


def secretary_of(by: Actor, *, now: datetime.datetime) -> SecretaryContact:
    """Name and number of the actor's own secretary; raises NotFound.

    The number of a seat hangs on the village's notice board: whoever the branch answers for may call it.
    """
    home = by.person.home
    ids = messages.secretaries_of(home, now=now) if home is not None and by.person.is_known else []
    holders = Person.select().where(Person.id.in_(ids), Person.id != by.person.id).order_by(Person.id)
    for person in holders:
        if person.phone:
            return SecretaryContact(person.name, person.phone)
    raise NotFound("no_secretary", "还没有可以打电话的书记，请到村里问一问")
