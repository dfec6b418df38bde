"""Who takes part in an event or a Party day, as an audience for those who run it."""

from __future__ import annotations

import datetime

import peewee

from models.appointments import Function
from models.attendance import Attendance
from models.organisations import Organisation
from models.party_days import PartyDaySheet
from models.people import Person
from models.sign_ups import SignUp
from services.errors import NotAllowed
from services.events import event_to_run
from services.party_days import get_party_day
from services.permissions import Actor, within


def of_event(event_id: int, by: Actor, now: datetime.datetime) -> peewee.Expression:
    """Whoever has a place or stands in the queue. Raises NotFound or NotAllowed for someone who does not run it."""
    event, _ = event_to_run(event_id, by=by, now=now)
    signed_up = SignUp.select(SignUp.person).where(SignUp.event == event.id, SignUp.is_held == 1)
    condition: peewee.Expression = Person.id.in_(signed_up)
    return condition


def organisation_of_event(event_id: int, by: Actor, now: datetime.datetime) -> Organisation:
    """Whose event it is. Raises NotFound or NotAllowed for someone who does not run it."""
    event, _ = event_to_run(event_id, by=by, now=now)
    organisation: Organisation = event.organisation
    return organisation


def of_party_day(party_day_id: int, by: Actor, _now: datetime.datetime) -> peewee.Expression:
    """Everyone on the sheets that the actor keeps: of a joint Party day only their own branch's."""
    day = get_party_day(party_day_id, to=by)
    kept = Organisation.select(Organisation.id).where(within(by.paths_for(Function.RUN_PARTY_DAYS)))
    on_the_list = (
        Attendance.select(Attendance.person)
        .join(PartyDaySheet)
        .where(Attendance.party_day == day.id, PartyDaySheet.organisation.in_(kept))
    )
    condition: peewee.Expression = Person.id.in_(on_the_list)
    return condition


def organisation_of_party_day(party_day_id: int, by: Actor) -> Organisation:
    """Whose Party day it is, as far as the actor runs it: the host's, else their own branch's part of a joint one.

    Raises NotFound or NotAllowed for someone who keeps none of its sheets.
    """
    day = get_party_day(party_day_id, to=by)
    if by.may(Function.RUN_PARTY_DAYS, day.organisation):
        host: Organisation = day.organisation
        return host
    part: Organisation | None = (
        Organisation.select()
        .join(PartyDaySheet)
        .where(PartyDaySheet.party_day == day.id, within(by.paths_for(Function.RUN_PARTY_DAYS)))
        .order_by(Organisation.id)
        .first()
    )
    if part is None:
        raise NotAllowed()
    return part
