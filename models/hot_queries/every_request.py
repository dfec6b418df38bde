"""What every request asks: whose token it is, what seats they hold, where."""

from __future__ import annotations

import peewee

from models.appointments import Appointment
from models.compiled import Compiled, slot
from models.organisations import Organisation
from models.people import Person
from models.sessions import Session

person_of_token = Compiled(
    lambda: (
        Person.select(Person, Session.identity.alias("identity_id"))
        .join(Session)
        .where(
            Session.token_hash == slot("token_hash", Session.token_hash),
            Session.kind == slot("kind", Session.kind),
            Session.revoked_at.is_null(),
            Session.expires_at > slot("now", Session.expires_at),
        )
    )
)

organisation = Compiled(
    lambda: Organisation.select().where(
        Organisation.id == slot("organisation", Organisation.id), Organisation.closed_at.is_null()
    )
)


def _seats() -> peewee.Query:
    """The seats a person holds on a day. An assistant's ends with the secretary's who delegated it."""
    delegator = Appointment.alias()
    today = slot("today", Appointment.starts_on)
    still_sits = (delegator.starts_on <= today) & (delegator.ends_on.is_null() | (delegator.ends_on >= today))
    return (
        Appointment.select(Appointment, Organisation.path.alias("path"), delegator.person.alias("delegator_id"))
        .join(Organisation, peewee.JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(delegator, peewee.JOIN.LEFT_OUTER, on=(Appointment.delegated_by == delegator.id))
        .where(
            Appointment.person == slot("person", Appointment.person),
            Appointment.holds_on(today),  # type: ignore[arg-type]  # a slot for the day
            delegator.id.is_null() | still_sits,
        )
        .order_by(Appointment.id)
    )


seats = Compiled(_seats)
