"""Seats: filling and ending them. Delegating and handing over have files of their own (features I7, I12).

What "ends today" means is decided in services.terms.
"""

from __future__ import annotations

import datetime

from models.appointments import Appointment, Role
from models.people import Person
from models.unit_of_work import unit_of_work
from services import appointment_rules as rules
from services import terms
from services.appointment_rules import Place
from services.errors import Invalid, NotAllowed, NotFound
from services.local_time import local_day
from services.permissions import Actor


@unit_of_work
def appoint(
    person: Person,
    role: Role,
    place: Place,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    by: Actor | None,
    now: datetime.datetime,
) -> Appointment:
    """Give someone a seat at an organisation, alliance or area. The same seat again is the same seat.

    A township officer appoints within the township, a county officer within the county, a secretary only
    grid workers of their own. Raises Conflict when the person holds that seat for another term.
    """
    rules.require_may_appoint(role, rules.path_of(place), by)
    rules.require_fit(role, place, today=local_day(now))
    rules.require_term(starts_on, ends_on)
    rules.require_able(person)
    terms.take_turns(person)
    scope = rules.scope_columns(place)
    held = terms.overlapping(person, starts_on, ends_on, role=role, **scope)
    if held is not None:
        return terms.same_term(held, starts_on, ends_on)
    seat = Appointment.create(person=person, role=role, starts_on=starts_on, ends_on=ends_on, created_at=now, **scope)
    terms.note("appoint", seat, by=by, now=now, after={"role": role, "starts_on": starts_on, "ends_on": ends_on})
    return seat


@unit_of_work
def end_appointment(
    appointment_id: int, *, last_day: datetime.date | None = None, by: Actor | None, now: datetime.datetime
) -> Appointment:
    """End a seat, or a delegation: at once, or after a last day to come. Ending twice is once.

    Whatever the seat delegated ends with it; ended at once, the holder's log-ins end too. Ending never
    makes a term longer: a last day after its present one changes nothing.
    """
    seat = seat_to_end(appointment_id, by=by)
    if last_day is not None and last_day < local_day(now):
        raise Invalid("last_day_past", "最后一天不能早于今天；要立即结束请不填日期", {"last_day": "不能早于今天"})
    terms.end_term(seat, last_day or terms.yesterday(now), by=by, now=now)
    return get_appointment(appointment_id)


def get_appointment(appointment_id: int) -> Appointment:
    """A seat, held or over. Raises NotFound; who may know of it is the caller's question."""
    seat: Appointment | None = Appointment.get_or_none(Appointment.id == appointment_id)
    if seat is None:
        raise NotFound()
    return seat


def place_of(seat: Appointment) -> Place:
    """The organisation, alliance or area of a seat: exactly one of the three."""
    place: Place | None = seat.organisation or seat.alliance or seat.area
    assert place is not None, "appoint() fills one of the three"
    return place


def seat_to_end(appointment_id: int, *, by: Actor | None) -> Appointment:
    """A seat the actor may end: as whoever may appoint to it, or as the secretary who delegated it."""
    seat = get_appointment(appointment_id)
    path = rules.path_of(place_of(seat))
    if by is None or rules.may_appoint(seat.role, path, by):
        return seat
    if seat.delegated_by_id in {mine.appointment_id for mine in by.seats}:
        return seat
    is_seen = seat.person_id == by.person.id or any(mine.path and path.startswith(mine.path) for mine in by.seats)
    raise NotAllowed() if is_seen else NotFound()
