"""The tree of organisations, and one of them: size, people, seats."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.appointments import Function, Role
from models.organisations import Organisation
from services import branch_units, county_watch, organisation_desk
from services.appointment_rules import may_appoint, path_of
from services.local_time import local_day
from web.console.blueprint import console, current_actor
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.console.reasons import ReasonForm
from web.fields import Text
from web.lifecycle import utc_now


class UnitForm(Form):
    name: Annotated[Text, Field(min_length=1, max_length=branch_units.LONGEST)]


@console.get("/organisations")
def list_organisations() -> Page:
    """The tree I answer for, with how many belong."""
    now = utc_now()
    found = organisation_desk.list_organisations(to=current_actor(), now=now)
    counts = organisation_desk.count_people(found)
    units = branch_units.count_units(found)
    warnings = {
        each.id: organisation_desk.size_warnings(each, counts.get(each.id, {}), units=units.get(each.id, 0), now=now)
        for each in found
    }
    still = {each.township.id: each for each in county_watch.standstills(to=current_actor(), now=now) if each.is_any}
    return page(
        "organisations.html",
        still=still,
        organisations=found,
        counts=counts,
        warnings=warnings,
        top=min(len(each.ancestor_ids()) for each in found),
        is_secretary=any(seat.role is Role.SECRETARY for seat in current_actor().seats),
    )


@console.get("/organisations/<int:organisation_id>")
def show_organisation(organisation_id: int) -> Page:
    """One organisation."""
    place = organisation_desk.get_organisation(organisation_id, to=current_actor(), now=utc_now())
    return _page(place, Typed())


@console.post("/organisations/<int:organisation_id>/look")
def look_into_township(organisation_id: int) -> Page:
    """Open a township to its county officer for today, for a reason that is logged."""
    actor, now = current_actor(), utc_now()
    place = organisation_desk.get_organisation(organisation_id, to=actor, now=now)

    def act(form: ReasonForm) -> Page:
        organisation_desk.look_into_township(place.id, reason=form.reason, by=actor, now=now)
        return go("console.list_organisations", f"今天可以看{place.name}的党组织，已记入操作记录")

    return submit(ReasonForm, act, again=lambda typed: _page(place, typed))


@console.post("/organisations/<int:organisation_id>/units")
def add_unit(organisation_id: int) -> Page:
    """Enter a unit that formed a joint branch."""
    actor, now = current_actor(), utc_now()
    place = organisation_desk.get_organisation(organisation_id, to=actor, now=now)

    def act(form: UnitForm) -> Page:
        unit = branch_units.add_unit(place.id, form.name, by=actor, now=now)
        return go("console.show_organisation", f"{unit.name}已登记", organisation_id=place.id)

    return submit(UnitForm, act, again=lambda typed: _page(place, Typed(), typed))


@console.post("/organisations/<int:organisation_id>/units/removal")
def remove_unit(organisation_id: int) -> Page:
    """Take a unit off."""
    actor, now = current_actor(), utc_now()
    place = organisation_desk.get_organisation(organisation_id, to=actor, now=now)

    def act(form: UnitForm) -> Page:
        branch_units.remove_unit(place.id, form.name, by=actor, now=now)
        return go("console.show_organisation", f"{form.name}已去掉", organisation_id=place.id)

    return submit(UnitForm, act, again=lambda typed: _page(place, Typed(), typed))


def _page(place: Organisation, asked: Typed, unit: Typed | None = None) -> Page:
    actor, now = current_actor(), utc_now()
    counts = organisation_desk.count_people([place]).get(place.id, {})
    units = branch_units.list_units(place)
    seats = organisation_desk.seats_at(place, now=now)
    mine = {seat.appointment_id for seat in actor.seats}
    path = path_of(place)
    may_end = {seat.id for seat in seats if may_appoint(seat.role, path, actor) or seat.delegated_by_id in mine}
    return page(
        "organisation.html",
        place=place,
        counts=counts,
        advice=organisation_desk.size_advice(place, counts, units=len(units), now=now),
        units=units,
        unit=unit or Typed(),
        seats=seats,
        functions={seat.id: organisation_desk.functions_of(seat) for seat in seats if seat.delegated_by_id},
        may_end=may_end,
        may_appoint=any(may_appoint(role, path, actor) for role in organisation_desk.roles_at(place)),
        keeps_people=actor.may(Function.MANAGE_PEOPLE, place),
        today=local_day(now),
        is_closed=organisation_desk.is_closed_to(place, actor, now=now),
        asked=asked,
    )
