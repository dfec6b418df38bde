"""People of a roster, one at a time. (Many at a time: services.roster.)"""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.encryption import key_ring
from models.organisations import Organisation
from models.people import Person, Standing
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Conflict, Invalid
from services.permissions import Actor
from services.phones import normal_phone, phone_columns


@unit_of_work
def find_or_add(
    name: str, phone: str, organisation: Organisation, *, by: Actor | None, now: datetime.datetime
) -> tuple[Person, bool]:
    """The roster person of that name and phone, wherever their home is; else a new member of this
    organisation's roster. Answers the person and whether they are new.

    Whoever is about to get a seat is often on a roster already: a county officer has a branch too.
    """
    if by is not None:
        by.require(Function.MANAGE_PEOPLE, organisation)
    name, phone = "".join(name.split()), normal_phone(phone)
    if not 0 < len(name) <= 30:
        raise Invalid("name_invalid", "请填写姓名，不超过 30 个字", {"name": "1 至 30 个字"})
    Organisation.update(name=Organisation.name).where(Organisation.id == organisation.id).execute()  # one at a time
    found = _on_a_roster(name, phone)
    if len(found) > 1:
        raise Conflict("several_match", "有几个人的姓名和手机号都相同，请先在名册上分清")
    if found:
        return found[0], False
    person = Person.create(
        name=name,
        standing=Standing.MEMBER,
        home=organisation,
        is_on_roster=True,
        created_at=now,
        **phone_columns(phone),
    )
    audit.record("add_person", "person", person.id, by=by, now=now, organisation_id=organisation.id)
    return person, True


def _on_a_roster(name: str, phone: str) -> list[Person]:
    return list(
        Person.select().where(
            Person.phone_hash.in_(key_ring.look_up_hashes(phone)),
            Person.name == name,
            Person.is_on_roster,
            Person.merged_into.is_null(),
        )
    )
