"""Oneself."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.appointments import Function, Role
from models.people import Standing
from models.requests import Request, RequestKind
from services import hours, preferences
from services.permissions import Actor
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.commands import refuse_doubtful
from web.api.schemas import Answer, Body, OrganisationRef, Text
from web.lifecycle import utc_now


class RoleAnswer(Answer):
    role: Role
    organisation_id: int | None = None
    alliance_id: int | None = None
    functions: list[Function] = Field(
        default_factory=list, description="What the seat lets me do (an assistant: by delegation)"
    )


class PersonAnswer(Answer):
    id: int = Field(examples=[42])
    name: str = Field(examples=["王小禾"])
    standing: Standing
    organisation: OrganisationRef | None
    roles: list[RoleAnswer]
    phone: str = Field(description="Masked", examples=["*******0012"])
    is_bound: bool = Field(description="Recognised by a branch: on its roster or approved by it")
    has_request_waiting: bool = Field(description="A binding waits for the branch's secretary")
    has_correction_waiting: bool = Field(description="My branch has been asked to correct what it keeps of me")
    nickname: str = Field(description="How to call whom no roster names", examples=["小禾"])
    elder_mode: bool = Field(description="Big text and one thing to do, on whatever phone I log in")
    hours_minutes: int = Field(description="Service so far: the sum of my ledger, see list_hours", examples=[120])


class ChangeMeBody(Body):
    elder_mode: bool | None = None
    nickname: Text | None = Field(None, max_length=20, examples=["小禾"])


def present_person(actor: Actor) -> PersonAnswer:
    person = actor.person
    home = person.home
    waiting = [row.kind for row in Request.select().where(Request.person == person.id, Request.is_waiting == 1)]
    return PersonAnswer(
        id=person.id,
        name=person.name,
        standing=person.standing,
        organisation=OrganisationRef(id=home.id, name=home.name) if home else None,
        roles=[
            RoleAnswer(
                role=seat.role,
                organisation_id=seat.organisation_id,
                alliance_id=seat.alliance_id,
                functions=sorted(seat.functions),
            )
            for seat in actor.seats
        ],
        phone=masked(person.phone_tail),
        is_bound=person.is_known,
        has_request_waiting=RequestKind.BINDING in waiting,
        has_correction_waiting=RequestKind.CORRECTION in waiting,
        nickname=person.nickname,
        elder_mode=person.elder_mode,
        hours_minutes=hours.total_minutes(person),
    )


@api.get("/me", operation_id="get_me", responses={200: PersonAnswer})
def get_me() -> Response:
    """Who I am here."""
    return present_person(current_actor()).to_response()


@api.patch("/me", operation_id="change_me", responses={200: PersonAnswer})
def change_me(body: ChangeMeBody) -> Response:
    """What I set for myself on every phone: elder mode, how to call me. Name and phone are the branch's to correct."""
    actor, now = current_actor(), utc_now()
    refuse_doubtful("nickname", body.nickname)
    changed = preferences.change_preferences(**body.model_dump(), by=actor, now=now)
    actor.person = changed
    return present_person(actor).to_response()
