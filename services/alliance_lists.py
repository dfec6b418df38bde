"""Alliances as people see them: their own, with members and lead; a lead's number is for colleagues in office."""

from __future__ import annotations

import datetime

import peewee

from models.alliances import Alliance, AllianceMembership, AllianceType
from models.appointments import Appointment, Role
from models.organisations import Organisation
from models.people import Person
from services.errors import NotFound
from services.local_time import local_day
from services.permissions import Actor, within

COLLEAGUES = (Role.SECRETARY, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


def visible_alliances(*, to: Actor, now: datetime.datetime) -> peewee.ModelSelect[Alliance]:
    """Those that my home, or a place of one of my seats, belongs to today; those I lead; those of my township's office.

    An alliance that has ended is not among them: what it did stands in its records.

    Narrower than the desk on purpose (services.alliance_desk): the phone shows a person their own alliances, the desk
    shows whoever has a seat the net of the whole township.
    """
    today = local_day(now)
    members = Organisation.alias()
    mine = members.id.in_(to.person.home.ancestor_ids() if to.person.home else [0])
    office = [seat.path for seat in to.seats if seat.role in COLLEAGUES and seat.path]
    for path in office:
        mine |= members.path.startswith(path)
    belongs = (
        AllianceMembership.select(AllianceMembership.alliance)
        .join(members, on=(AllianceMembership.organisation == members.id))
        .where(mine, AllianceMembership.holds_on(today))
    )
    led = [seat.alliance_id for seat in to.seats if seat.alliance_id is not None]
    of_office = Alliance.township.in_(Organisation.select(Organisation.id).where(within(office)))
    seen = Alliance.id.in_(belongs) | Alliance.id.in_(led or [0]) | of_office
    return (
        Alliance.select(Alliance, AllianceType)
        .join(AllianceType)
        .where(seen, Alliance.goes_on(today), Alliance.formed_on <= today)
        .order_by(Alliance.id)
    )


def get_alliance(alliance_id: int, *, to: Actor, now: datetime.datetime) -> Alliance:
    """One alliance, if this person may see it; raises NotFound."""
    alliance: Alliance | None = visible_alliances(to=to, now=now).where(Alliance.id == alliance_id).get_or_none()
    if alliance is None:
        raise NotFound()
    return alliance


def is_of(alliance: Alliance, person: Person, *, now: datetime.datetime) -> bool:
    """Whether the person's home, or what it is part of, belongs today."""
    if person.home is None:
        return False
    return alliance.members_on(local_day(now)).where(Organisation.id.in_(person.home.ancestor_ids())).exists()


def leads_of(alliance: Alliance, *, now: datetime.datetime) -> list[Person]:
    """Who leads it today."""
    return list(
        Person.select()
        .join(Appointment, on=(Appointment.person == Person.id))
        .where(
            Appointment.alliance == alliance.id,
            Appointment.role == Role.ALLIANCE_LEAD,
            Appointment.holds_on(local_day(now)),
        )
        .order_by(Person.id)
    )


def may_call_lead(alliance: Alliance, *, by: Actor, now: datetime.datetime) -> bool:
    """Whether the lead's number is shown: to secretaries of its members and officers above; others ask their own."""
    office = [seat.path for seat in by.seats if seat.role in COLLEAGUES and seat.path]
    return bool(office) and alliance.members_on(local_day(now)).where(within(office)).exists()
