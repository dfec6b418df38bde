"""Alliances at the desk: those of one's townships, who belongs, and the net they make."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import peewee

from models.alliances import Alliance, AllianceMembership, AllianceType
from models.appointments import Appointment
from models.organisations import Organisation
from services import alliance_rules
from services.errors import NotAllowed, NotFound
from services.local_time import local_day
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class Net:
    """Every alliance of some townships and the organisations that belong to one today."""

    alliances: list[Alliance]
    organisations: list[Organisation]
    links: list[tuple[int, int]]  # alliance, organisation


def visible_alliances(to: Actor) -> peewee.ModelSelect[Alliance]:
    """The alliances of the townships this person has a seat in, or above; newest last.

    Wider than on the phone on purpose (services.alliance_lists), where people see their own: whoever has a seat looks
    for partners in the net of the whole township, and those that have ended or are yet to begin are part of the record.
    A home without a seat opens nothing here.
    """
    township_ids = _townships(to)
    return (
        Alliance.select(Alliance, AllianceType, Organisation)
        .join(AllianceType)
        .switch(Alliance)
        .join(Organisation, on=Alliance.township)
        .where(Alliance.township.in_(township_ids))
        .order_by(Alliance.township, Alliance.ended_on.is_null(False), Alliance.id)
    )


def get_alliance(alliance_id: int, *, to: Actor) -> Alliance:
    alliance: Alliance | None = visible_alliances(to).where(Alliance.id == alliance_id).get_or_none()
    if alliance is None:
        raise NotFound()
    return alliance


def memberships_of(alliance: Alliance) -> list[AllianceMembership]:
    """Everybody who belongs or belonged, with their days; present members first."""
    rows = AllianceMembership.select(AllianceMembership, Organisation).join(Organisation)
    rows = rows.where(AllianceMembership.alliance == alliance.id)
    return list(rows.order_by(AllianceMembership.left_on.is_null(False), Organisation.path))


def may_shape(alliance: Alliance, by: Actor) -> bool:
    try:
        alliance_rules.require_shaper(alliance, by)
    except NotAllowed:
        return False
    return True


def outside(alliance: Alliance, *, now: datetime.datetime) -> list[Organisation]:
    """Organisations of the township that do not belong today and could join."""
    members = [each.id for each in alliance.members_on(local_day(now))]
    township = alliance.township
    rows = Organisation.select().where(
        Organisation.path.startswith(township.path), Organisation.id != township.id, Organisation.closed_at.is_null()
    )
    return [each for each in rows.order_by(Organisation.path) if each.id not in members]


def net_for(*, to: Actor, now: datetime.datetime) -> Net:
    """The net of one's townships as it is today."""
    today = local_day(now)
    alliances = list(visible_alliances(to).where(Alliance.goes_on(today)))
    rows = (
        AllianceMembership.select(AllianceMembership, Organisation)
        .join(Organisation)
        .where(AllianceMembership.alliance.in_([each.id for each in alliances]), AllianceMembership.holds_on(today))
        .order_by(Organisation.path)
    )
    memberships = list(rows)
    organisations = list({row.organisation_id: row.organisation for row in memberships}.values())
    return Net(alliances, organisations, [(row.alliance_id, row.organisation_id) for row in memberships])


def _townships(to: Actor) -> list[int]:
    found: set[int] = set()
    for seat in to.seats:
        if seat.path is None:
            found |= _township_of_other_seat(seat.appointment_id)
        elif len(ids := [int(part) for part in seat.path.split("/") if part]) > 1:
            found.add(ids[1])
        else:
            below = Organisation.select(Organisation.id).where(Organisation.parent == ids[0])
            found |= {row.id for row in below}
    return sorted(found)


def _township_of_other_seat(appointment_id: int) -> set[int]:
    """Of an alliance's lead, or an area's."""
    seat = Appointment.get_by_id(appointment_id)
    place = seat.alliance or seat.area
    return {place.township_id} if place is not None else set()
