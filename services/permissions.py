"""Who acts, and what they may do. Pure questions: the API, the console and the jobs all ask here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import peewee

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.hot_queries import every_request as hot
from models.organisations import Organisation
from models.people import Identity, Person
from services.errors import NotAllowed
from services.local_time import local_day

ALL_FUNCTIONS = frozenset(Function)
FUNCTIONS_OF_ROLE: dict[Role, frozenset[Function]] = {
    Role.SECRETARY: ALL_FUNCTIONS,
    Role.TOWNSHIP_OFFICER: ALL_FUNCTIONS,
    Role.GRID_WORKER: frozenset({Function.TAKE_IN_WISHES, Function.FOLLOW_UP_WISHES}),
    # An assistant's come from the delegation. Leads and the county see totals, not single cases.
    Role.ASSISTANT: frozenset(),
    Role.ALLIANCE_LEAD: frozenset(),
    Role.AREA_LEAD: frozenset(),
    Role.COUNTY_OFFICER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One appointment in force: its scope and what it allows there."""

    appointment_id: int
    role: Role
    organisation_id: int | None
    path: str | None
    alliance_id: int | None
    delegated_by_person_id: int | None
    functions: frozenset[Function]


class Actor:
    """A logged-in person with the seats they hold today. Seats are read once, when first asked for.

    With `acted_by` it is that helper's phone, and what is done is the person's own: for the helper it opens nothing,
    and of the person's seats none (services.proxies).
    """

    def __init__(
        self,
        person: Person,
        *,
        now: datetime.datetime,
        origin: str = "",
        identity_id: int | None = None,
        acted_by: Person | None = None,
    ) -> None:
        self.person = person
        self.acted_by = acted_by
        self.origin = origin
        self.identity_id = identity_id
        self._today = local_day(now)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        return () if self.acted_by else tuple(seats_of(self.person.id, self._today))

    @cached_property
    def openid(self) -> str | None:
        """The WeChat account this session came from; content checks are made in its name."""
        if self.identity_id is None:
            return None
        return Identity.get_by_id(self.identity_id).openid

    def seat_for(self, function: Function, path: str) -> Seat | None:
        """The seat that allows the function for the organisation of that path."""
        for seat in self.seats:
            if function in seat.functions and seat.path is not None and path.startswith(seat.path):
                return seat
        return None

    def may(self, function: Function, organisation: Organisation) -> bool:
        return self.seat_for(function, organisation.path) is not None

    def require(self, function: Function, organisation: Organisation) -> Seat:
        """The seat that allows it; raises NotAllowed."""
        seat = self.seat_for(function, organisation.path)
        if seat is None:
            raise NotAllowed()
        return seat

    def require_somewhere(self, *functions: Function) -> list[str]:
        """Paths of the subtrees in which one of the functions is allowed; raises NotAllowed when there are none."""
        paths = self.paths_for(*functions)
        if not paths:
            raise NotAllowed()
        return paths

    def paths_for(self, *functions: Function) -> list[str]:
        """Paths of the subtrees in which one of the functions is allowed."""
        return [seat.path for seat in self.seats if seat.path is not None and seat.functions & set(functions)]


def seats_of(person_id: int, today: datetime.date) -> list[Seat]:
    """The seats a person holds on that local day, oldest first."""
    rows = hot.seats.all(Appointment, person=person_id, today=today)
    appointments = list(rows)
    delegated = _delegated_functions([row.id for row in appointments if row.delegated_by_id])
    return [_seat(row, delegated.get(row.id, frozenset())) for row in appointments]


def _delegated_functions(appointment_ids: list[int]) -> dict[int, frozenset[Function]]:
    if not appointment_ids:
        return {}
    found: dict[int, set[Function]] = {}
    for row in DelegatedFunction.select().where(DelegatedFunction.appointment.in_(appointment_ids)):
        found.setdefault(row.appointment_id, set()).add(row.function)
    return {appointment_id: frozenset(functions) for appointment_id, functions in found.items()}


def _seat(row: Appointment, delegated: frozenset[Function]) -> Seat:
    return Seat(
        appointment_id=row.id,
        role=row.role,
        organisation_id=row.organisation_id,
        path=row.path,  # type: ignore[attr-defined]  # selected beside the appointment's own columns
        alliance_id=row.alliance_id,
        delegated_by_person_id=row.delegator_id,  # type: ignore[attr-defined]  # likewise
        functions=FUNCTIONS_OF_ROLE[row.role] | delegated,
    )


def within(paths: list[str], organisation: Any = Organisation) -> peewee.Expression:
    """The condition that an organisation (or one under an alias) lies in one of the subtrees; false for none."""
    condition: peewee.Expression = organisation.id < 0
    for path in paths:
        condition |= organisation.path.startswith(path)
    return condition
