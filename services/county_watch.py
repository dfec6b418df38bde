"""What stands still in the townships of a county, in totals (features C1): no person, no branch, no single case."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from peewee import fn

from models.appointments import Appointment, Role
from models.complaints import Complaint, ComplaintStatus
from models.organisations import Organisation, OrganisationKind
from models.wishes import Wish
from services.appointment_rules import LED_BY_SECRETARY
from services.local_time import local_day
from services.permissions import Actor
from services.wish_escalation import ON_FALLBACK_LIST


@dataclass(frozen=True, slots=True)
class Standstill:
    """One township: wishes on its list, complaints past their day, organisations without a secretary."""

    township: Organisation
    wishes: int
    complaints: int
    vacancies: int

    @property
    def is_late(self) -> bool:
        return bool(self.wishes or self.complaints)

    @property
    def is_any(self) -> bool:
        return self.is_late or bool(self.vacancies)


def standstills(*, to: Actor, now: datetime.datetime) -> list[Standstill]:
    """Every township of the county that this person is an officer of; none for anybody else."""
    counties = [seat.organisation_id for seat in to.seats if seat.role is Role.COUNTY_OFFICER]
    rows = Organisation.select().where(
        Organisation.parent.in_(counties or [0]),
        Organisation.kind == OrganisationKind.TOWNSHIP,
        Organisation.closed_at.is_null(),
    )
    return [_standstill(township, now=now) for township in rows.order_by(Organisation.id)]


def _standstill(township: Organisation, *, now: datetime.datetime) -> Standstill:
    def count(table: Any, *conditions: Any) -> int:
        below = Organisation.path.startswith(township.path)
        return int(table.select(fn.COUNT(table.id)).join(Organisation).where(below, *conditions).scalar())

    held = Appointment.select(Appointment.organisation).where(
        Appointment.role == Role.SECRETARY,
        Appointment.organisation.is_null(False),
        Appointment.holds_on(local_day(now)),
    )
    vacant = Organisation.select().where(
        Organisation.path.startswith(township.path),
        Organisation.kind.in_(LED_BY_SECRETARY),
        Organisation.closed_at.is_null(),
        Organisation.id.not_in(held),
    )
    return Standstill(
        township,
        wishes=count(Wish, ON_FALLBACK_LIST),
        complaints=count(Complaint, Complaint.status == ComplaintStatus.OPEN, Complaint.due_at <= now),
        vacancies=vacant.count(),
    )
