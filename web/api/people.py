"""The people of my own organisations: to be named, to be phoned."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.people import Person, Standing
from services import own_people
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Body, Id, ListAnswer, OrganisationRef, Page, Text, part_of_list
from web.lifecycle import utc_now


class PeopleQuery(Page):
    name: Text = Field("", max_length=30, description="Characters of the name")


class PersonPath(Answer):
    person_id: Id


class OwnPersonAnswer(Answer):
    person_id: int
    name: str = Field(examples=["王小禾"])
    standing: Standing
    organisation: OrganisationRef
    group: str = Field(description="党小组; with the phone's tail it tells namesakes apart", examples=["第一党小组"])
    phone: str = Field(description="Masked", examples=["*******0012"])


class RevealPhoneBody(Body):
    reason: Text = Field(min_length=1, max_length=200, description="Logged", examples=["电话通知周六的主题党日"])


class PhoneAnswer(Answer):
    name: str = Field(examples=["王小禾"])
    phone: str = Field(examples=["19900000012"])


@api.get("/people", operation_id="list_people", responses={200: ListAnswer[OwnPersonAnswer]})
def list_people(query: PeopleQuery) -> Response:
    """People of my own organisations, on the roster or approved; the phone keeps them for places without signal."""
    found = own_people.list_people(
        to=current_actor(), name=query.name, after_id=query.after_id, limit=query.limit + 1
    )  # fmt: skip
    items = [_present(person) for person in found]
    return part_of_list(items, [person.id for person in found], query.limit).to_response()


@api.post("/people/<int:person_id>/phone", operation_id="reveal_phone", responses={200: PhoneAnswer})
def reveal_phone(path: PersonPath, body: RevealPhoneBody) -> Response:
    """The number of one of my own people, to call them; each reveal is logged."""
    person = own_people.reveal_phone(path.person_id, reason=body.reason, by=current_actor(), now=utc_now())
    return PhoneAnswer(name=person.name, phone=person.phone or "").to_response()


def _present(person: Person) -> OwnPersonAnswer:
    home, group = person.home, person.group
    return OwnPersonAnswer(
        person_id=person.id,
        name=person.name,
        standing=person.standing,
        organisation=OrganisationRef(id=home.id, name=home.name),
        group=group.name if group else "",
        phone=masked(person.phone_tail),
    )
