"""Terms of seats, as the use cases about seats share them. All of it runs inside the caller's unit of work.

Days, not hours: `ends_on` is the last day on which a seat is held. A seat that ends *now* therefore ends
with yesterday: access is gone at once, the day of a hand-over belongs to the successor, and no day has two
holders or none. A seat that is ended on its first day was held on no full day: its `ends_on` lies one day
before its `starts_on`, which no day satisfies; the audit trail has the hours.
"""

from __future__ import annotations

import datetime

import peewee

from models.appointments import Appointment
from models.people import Person
from services import audit, sessions
from services.errors import Conflict
from services.local_time import local_day
from services.permissions import Actor


def take_turns(person: Person) -> None:
    """Write to the person first: two appointments of the same person then see each other."""
    Person.update(name=Person.name).where(Person.id == person.id).execute()


def overlapping(
    person: Person, starts_on: datetime.date, ends_on: datetime.date | None, **columns: object
) -> Appointment | None:
    """The person's seat with those columns that is held on one of those days, if there is one."""
    held = Appointment.select().where(
        Appointment.person == person.id,
        Appointment.ends_on.is_null() | (Appointment.ends_on >= starts_on),
        Appointment.ends_on.is_null() | (Appointment.ends_on >= Appointment.starts_on),
        *(getattr(Appointment, name) == value for name, value in columns.items()),
    )
    if ends_on is not None:
        held = held.where(Appointment.starts_on <= ends_on)
    seat: Appointment | None = held.order_by(Appointment.id).first()
    return seat


def same_term(held: Appointment, starts_on: datetime.date, ends_on: datetime.date | None) -> Appointment:
    """The seat, when the term asked for lies in it and ends with it; raises Conflict."""
    if held.starts_on <= starts_on and held.ends_on == ends_on:
        return held
    raise Conflict("already_appointed", "这个人已经担任这个职务，要改任期请先结束原来的任期")


def yesterday(now: datetime.datetime) -> datetime.date:
    """The last day of a seat that ends now."""
    return local_day(now) - datetime.timedelta(days=1)


def end_term(seat: Appointment, last_day: datetime.date, *, by: Actor | None, now: datetime.datetime) -> bool:
    """Let a seat and its delegations end with that day; False when it had ended by then anyway.

    A seat that ends before today closes its holder's sessions.
    """
    ended = Appointment.update(ends_on=last_day).where(Appointment.id == seat.id, _outlasts(last_day))
    if ended.execute() != 1:
        return False
    Appointment.update(ends_on=last_day).where(Appointment.delegated_by == seat.id, _outlasts(last_day)).execute()
    if last_day < local_day(now):
        sessions.close_all_sessions(seat.person_id, now=now)
    note("end_appointment", seat, by=by, now=now, before={"ends_on": seat.ends_on}, after={"ends_on": last_day})
    return True


def _outlasts(day: datetime.date) -> peewee.Expression:
    longer: peewee.Expression = Appointment.ends_on.is_null() | (Appointment.ends_on > day)
    return longer


def note(
    action: str,
    seat: Appointment,
    *,
    by: Actor | None,
    now: datetime.datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """One entry of the audit trail about a seat; it always says whose seat it is."""
    audit.record(
        action,
        "appointment",
        seat.id,
        by=by,
        now=now,
        organisation_id=seat.organisation_id,
        before=before,
        after={"person": seat.person_id, **(after or {})},
    )
