"""The people whom a secretary's seats answer for: found by name, called by phone."""

from __future__ import annotations

import datetime

import peewee
from peewee import JOIN

from models.appointments import Function
from models.organisations import Group, Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import NotAllowed, NotFound
from services.permissions import Actor, within

# Whoever runs something, or tells people something, needs to name them.
NAMING = (Function.RUN_EVENTS, Function.RUN_PARTY_DAYS, Function.SEND_NOTICES, Function.MANAGE_PEOPLE)


def own_people(paths: list[str]) -> peewee.ModelSelect[Person]:
    """People known to the organisations of these subtrees, each with their home and group."""
    return (
        Person.select(Person, Organisation, Group)
        .join(Organisation, on=(Person.home == Organisation.id))
        .switch(Person)
        .join(Group, JOIN.LEFT_OUTER, on=(Person.group == Group.id))
        .where(
            within(paths), Person.merged_into.is_null(), Person.is_on_roster | Person.approved_at.is_null(False)
        )
        .order_by(Person.id)
    )  # fmt: skip


def list_people(
    *, to: Actor, name: str = "", after_id: int | None = None, limit: int = 20
) -> list[Person]:  # fmt: skip
    """Those whose name holds these characters, roster and approved residents; raises NotAllowed without a seat."""
    paths = to.paths_for(*NAMING)
    if not paths:
        raise NotAllowed()
    query = own_people(paths)
    if name:
        query = query.where(Person.name.contains(name))
    if after_id is not None:
        query = query.where(Person.id > after_id)
    return list(query.limit(limit))


@unit_of_work
def reveal_phone(person_id: int, *, reason: str, by: Actor, now: datetime.datetime) -> Person:
    """Somebody of the seat's own organisations, to be phoned; each reveal is logged with its reason.

    Raises NotFound for anybody else, NotAllowed for a seat that does not see contacts, NotFound `no_phone`.
    """
    person: Person | None = own_people(by.paths_for(*Function)).where(Person.id == person_id).get_or_none()
    if person is None or person.home is None:
        raise NotFound()
    seat = by.require(Function.SEE_CONTACTS, person.home)
    if not person.phone:
        raise NotFound("no_phone", "名册上没有留电话，请到家里说一声")
    audit.record(
        "see_phone",
        "person",
        person.id,
        by=by,
        seat=seat,
        acted_for_id=person.id,
        now=now,
        organisation_id=person.home_id,
        reason=reason,
    )
    return person
