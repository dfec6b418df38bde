"""Oneself."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.appointments import Role
from models.people import Standing
from models.requests import Request
from services import hours
from services.permissions import Actor
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, OrganisationRef


class RoleAnswer(Answer):
    role: Role
    organisation_id: int | None = None
    alliance_id: int | None = None


class PersonAnswer(Answer):
    id: int = Field(examples=[42])
    name: str = Field(examples=["王小禾"])
    standing: Standing
    organisation: OrganisationRef | None
    roles: list[RoleAnswer]
    phone: str = Field(description="Masked", examples=["*******0012"])
    is_bound: bool = Field(description="Recognised by a branch: on its roster or approved by it")
    has_request_waiting: bool = Field(description="A binding waits for the branch's secretary")
    hours_minutes: int = Field(description="Service so far: the sum of my ledger, see list_hours", examples=[120])


def present_person(actor: Actor) -> PersonAnswer:
    person = actor.person
    home = person.home
    return PersonAnswer(
        id=person.id,
        name=person.name,
        standing=person.standing,
        organisation=OrganisationRef(id=home.id, name=home.name) if home else None,
        roles=[
            RoleAnswer(role=seat.role, organisation_id=seat.organisation_id, alliance_id=seat.alliance_id)
            for seat in actor.seats
        ],
        phone=masked(person.phone_tail),
        is_bound=person.is_known,
        has_request_waiting=Request.select().where(Request.person == person.id, Request.is_waiting == 1).exists(),
        hours_minutes=hours.total_minutes(person),
    )


@api.get("/me", operation_id="get_me", responses={200: PersonAnswer})
def get_me() -> Response:
    """Who I am here."""
    return present_person(current_actor()).to_response()
