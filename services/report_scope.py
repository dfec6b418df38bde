"""Whose reports a seat sees: its own subtree; a lead, the organisations it leads; the county, its totals.

A township's own report opens to its county officer for a day, by a reason that is logged.
"""

from __future__ import annotations

import datetime

import peewee

from models.alliances import Alliance
from models.appointments import Appointment, Role
from models.organisations import AreaMembership, Organisation
from services.errors import NotAllowed, NotFound
from services.local_time import local_day
from services.organisation_desk import is_closed_to, looked_into
from services.permissions import Actor, within

OF_A_SUBTREE = (Role.SECRETARY, Role.TOWNSHIP_OFFICER, Role.ASSISTANT)


def reportable_organisations(*, to: Actor, now: datetime.datetime) -> peewee.ModelSelect[Organisation]:
    """The organisations whose reports this person's seats see, in the order of the tree."""
    seen = _with_rows(to, now) | Organisation.path.in_(_county_paths(to) or [""])
    return Organisation.select().where(seen).order_by(Organisation.path, Organisation.id)


def closed_townships(*, to: Actor, now: datetime.datetime) -> list[Organisation]:
    """The townships of a county officer that open by a logged reason, and have not been opened today."""
    counties = [seat.organisation_id for seat in to.seats if seat.role is Role.COUNTY_OFFICER]
    if not counties:
        return []
    below = Organisation.select().where(Organisation.parent.in_(counties), Organisation.closed_at.is_null())
    return [each for each in below.order_by(Organisation.path) if is_closed_to(each, to, now=now)]


def reportable(organisation_id: int, *, to: Actor, now: datetime.datetime) -> tuple[Organisation, bool]:
    """The organisation, and whether its single rows are to be seen besides its totals.

    Raises NotAllowed for someone without any seat that has reports, NotFound beyond its scope.
    """
    seen = reportable_organisations(to=to, now=now)
    organisation: Organisation | None = seen.where(Organisation.id == organisation_id).get_or_none()
    if organisation is None:
        raise NotFound() if seen.exists() else NotAllowed()
    has_rows = Organisation.select().where(Organisation.id == organisation.id, _with_rows(to, now)).exists()
    return organisation, has_rows


def _with_rows(to: Actor, now: datetime.datetime) -> peewee.Expression:
    paths = [seat.path for seat in to.seats if seat.role in OF_A_SUBTREE and seat.path is not None]
    paths += looked_into(to, now=now)
    led = [Organisation.id.in_(_ids(members)) for members in _led(to, now)]
    condition = within(paths)
    for each in led:
        condition |= each
    return condition


def _led(to: Actor, now: datetime.datetime) -> list[peewee.ModelSelect[Organisation]]:
    """The members of the alliances and of the areas that this person leads."""
    found = []
    for seat in to.seats:
        if seat.role is Role.ALLIANCE_LEAD and seat.alliance_id is not None:
            found.append(Alliance.get_by_id(seat.alliance_id).members_on(local_day(now)))
        if seat.role is Role.AREA_LEAD:
            area_id = Appointment.get_by_id(seat.appointment_id).area_id
            found.append(Organisation.select().join(AreaMembership).where(AreaMembership.area == area_id))
    return found


def _ids(organisations: peewee.ModelSelect[Organisation]) -> peewee.ModelSelect[Organisation]:
    return organisations.order_by().select(Organisation.id)


def _county_paths(to: Actor) -> list[str]:
    return [seat.path for seat in to.seats if seat.role is Role.COUNTY_OFFICER and seat.path is not None]
