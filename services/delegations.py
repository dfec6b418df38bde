"""What a secretary lets an assistant do for a time (features I12)."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.organisations import Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from services import appointment_rules as rules
from services import terms
from services.errors import Conflict, Invalid, NotAllowed
from services.permissions import FUNCTIONS_OF_ROLE, Actor, Seat


@unit_of_work
def delegate(
    functions: Collection[Function],
    to: Person,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    organisation: Organisation | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Appointment:
    """Let an assistant do named things in a secretary's place until a day. The same again is the same.

    Only a secretary delegates, only what the seat itself allows, so never on to a third; whoever has
    several seats says for which `organisation`. The delegation ends with the secretary's own seat.
    """
    seat = _secretary_seat(by, organisation)
    wanted = frozenset(functions)
    if not wanted:
        raise Invalid("functions_required", "请选择要交办的事项", {"functions": "请选择"})
    if not wanted <= seat.functions:
        raise NotAllowed("functions_not_yours", "只能交办您自己职权内的事项，请重新勾选")
    if to.id == by.person.id:
        raise Invalid("delegate_to_self", "不能交办给自己，请选别的人", {"person_id": "请选择别人"})
    rules.require_term(starts_on, ends_on)
    rules.require_able(to)
    terms.take_turns(to)
    _refuse_more_for_grid_worker(wanted, to, seat, starts_on, ends_on)
    running = terms.overlapping(to, starts_on, ends_on, role=Role.ASSISTANT, delegated_by=seat.appointment_id)
    if running is not None:
        return _same_delegation(running, wanted, starts_on, ends_on)
    return _create(wanted, to, seat, starts_on, ends_on, by=by, now=now)


def _secretary_seat(by: Actor, organisation: Organisation | None) -> Seat:
    seats = [seat for seat in by.seats if seat.role is Role.SECRETARY]
    if organisation is not None:
        seats = [seat for seat in seats if seat.organisation_id == organisation.id]
    if not seats:
        raise NotAllowed("only_secretaries_delegate", "只有支部书记可以交办事项")
    if len(seats) > 1:
        raise Invalid("organisation_required", "请选择是哪个支部的事项", {"organisation_id": "请选择"})
    return seats[0]


def _refuse_more_for_grid_worker(
    wanted: frozenset[Function], to: Person, seat: Seat, starts_on: datetime.date, ends_on: datetime.date
) -> None:
    """A grid worker takes in wishes and follows up, nothing else, by whatever seat."""
    if wanted <= FUNCTIONS_OF_ROLE[Role.GRID_WORKER]:
        return
    grid = terms.overlapping(to, starts_on, ends_on, role=Role.GRID_WORKER, organisation=seat.organisation_id)
    if grid is not None:
        raise Invalid(
            "grid_worker_limited",
            "网格员只受理和回访心愿；要交办别的事项，请先结束其网格员任职",
            {"functions": "网格员只受理和回访心愿"},
        )


def _same_delegation(
    running: Appointment, wanted: frozenset[Function], starts_on: datetime.date, ends_on: datetime.date
) -> Appointment:
    rows = DelegatedFunction.select().where(DelegatedFunction.appointment == running.id)
    if {row.function for row in rows} == wanted:
        return terms.same_term(running, starts_on, ends_on)
    raise Conflict("already_delegated", "已经给这个人交办过事项，要改请先结束原来的交办")


def _create(
    wanted: frozenset[Function],
    to: Person,
    seat: Seat,
    starts_on: datetime.date,
    ends_on: datetime.date,
    *,
    by: Actor,
    now: datetime.datetime,
) -> Appointment:
    assistant = Appointment.create(
        person=to,
        role=Role.ASSISTANT,
        organisation=seat.organisation_id,
        delegated_by=seat.appointment_id,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=now,
    )
    named = sorted(wanted)
    DelegatedFunction.insert_many([{"appointment": assistant.id, "function": each} for each in named]).execute()
    after = {"functions": named, "starts_on": starts_on, "ends_on": ends_on}
    terms.note("delegate", assistant, by=by, now=now, after=after)
    return assistant
