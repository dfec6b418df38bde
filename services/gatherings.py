"""Events and Party days as audiences: who takes part, and whose seats may address them.

A further kind of gathering is one more line in `GATHERINGS`, under its name in an audience.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.appointments import Function
from models.attendance import Attendance
from models.events import Event
from models.organisations import Organisation
from models.party_days import PartyDaySheet
from models.people import Person
from models.sign_ups import SignUp
from services.errors import NotFound
from services.permissions import Actor, Seat, within


@dataclass(frozen=True, slots=True)
class Gathering:
    """`hosts`: the organisations whose seats may address it, the host first. `people`: the condition on Person."""

    hosts: Callable[[int], list[Organisation]]
    people: Callable[[int, Actor], Any]


def seat_at(name: str, row_id: int, *, by: Actor) -> tuple[Seat, Organisation]:
    """The seat from which the actor may address a gathering, and where; raises NotFound beyond their reach."""
    for host in GATHERINGS[name].hosts(row_id):
        seat = by.seat_for(Function.SEND_NOTICES, host.path)
        if seat is not None:
            return seat, host
    raise NotFound()


def people_at(name: str, row_id: int, *, by: Actor) -> Any:
    """The condition on Person that they take part, as far as the actor may address them."""
    seat_at(name, row_id, by=by)
    return GATHERINGS[name].people(row_id, by)


def _event_hosts(event_id: int) -> list[Organisation]:
    return list(Organisation.select().join(Event).where(Event.id == event_id))


def _signed_up(event_id: int, _by: Actor) -> Any:
    """Everyone whose sign-up stands, those who wait for a place among them, wherever they are at home."""
    standing = SignUp.select(SignUp.person).where(SignUp.event == event_id, SignUp.is_held == 1)
    return Person.id.in_(standing)


def _party_day_hosts(party_day_id: int) -> list[Organisation]:
    sheets = PartyDaySheet.select().where(PartyDaySheet.party_day == party_day_id).order_by(PartyDaySheet.id)
    return [sheet.organisation for sheet in sheets]


def _on_the_sheets(party_day_id: int, by: Actor) -> Any:
    """Everyone on the sheets of the actor's own branches: a joint Party day has others'."""
    listed = (
        Attendance.select(Attendance.person)
        .join(PartyDaySheet)
        .join(Organisation)
        .where(Attendance.party_day == party_day_id, within(by.paths_for(Function.SEND_NOTICES)))
    )
    return Person.id.in_(listed)


GATHERINGS = {
    "event_id": Gathering(_event_hosts, _signed_up),
    "party_day_id": Gathering(_party_day_hosts, _on_the_sheets),
}
