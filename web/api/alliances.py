"""My alliances: colour, members, lead, goal."""

from __future__ import annotations

import datetime

from flask import Response
from pydantic import Field

from models.alliances import Alliance, AllianceLevel
from models.organisations import Sector
from services import alliance_lists
from services.local_time import local_day
from services.permissions import Actor
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Id, ListAnswer
from web.lifecycle import utc_now


class AllianceTypeAnswer(Answer):
    key: str = Field(examples=["red"])
    name: str = Field(examples=["红色引领"])
    colour: str = Field(examples=["#A61C2B"], description="Always shown beside the name: colour never speaks alone")


class AllianceItem(Answer):
    id: int
    name: str = Field(examples=["红色引领党建联盟"])
    level: AllianceLevel
    type: AllianceTypeAnswer
    goal: str
    formed_on: datetime.date
    ended_on: datetime.date | None = Field(description="Of an ad-hoc alliance: the first day without it")
    members: int = Field(description="How many organisations belong today", examples=[9])
    is_mine: bool = Field(description="My own branch belongs to it")


class MemberAnswer(Answer):
    id: int
    name: str = Field(examples=["东坑村"])
    sector: Sector | None
    is_mine: bool


class LeadAnswer(Answer):
    name: str = Field(examples=["林小川"])
    phone: str | None = Field(description="For colleagues in office; others ask through their own secretary")


class AllianceAnswer(AllianceItem):
    organisations: list[MemberAnswer]
    leads: list[LeadAnswer]


class AlliancePath(Answer):
    alliance_id: Id


@api.get("/alliances", operation_id="list_alliances", responses={200: ListAnswer[AllianceItem]})
def list_alliances() -> Response:
    """Alliances that I see, mine first."""
    actor = current_actor()
    items = [_item(alliance, actor) for alliance in alliance_lists.visible_alliances(to=actor, now=utc_now())]
    items.sort(key=lambda item: not item.is_mine)
    return ListAnswer[AllianceItem](items=items, next=None).to_response()


@api.get("/alliances/<int:alliance_id>", operation_id="get_alliance", responses={200: AllianceAnswer})
def get_alliance(path: AlliancePath) -> Response:
    """One alliance with its members and its lead."""
    actor, now = current_actor(), utc_now()
    alliance = alliance_lists.get_alliance(path.alliance_id, to=actor, now=now)
    may_call = alliance_lists.may_call_lead(alliance, by=actor, now=now)
    return AllianceAnswer(
        **_item(alliance, actor).model_dump(),
        organisations=_members(alliance, actor),
        leads=[
            LeadAnswer(name=person.name, phone=person.phone if may_call else None)
            for person in alliance_lists.leads_of(alliance, now=now)
        ],
    ).to_response()


def _item(alliance: Alliance, to: Actor) -> AllianceItem:
    now = utc_now()
    kind = alliance.type
    return AllianceItem(
        id=alliance.id,
        name=alliance.name,
        level=alliance.level,
        type=AllianceTypeAnswer(key=kind.key, name=kind.name, colour=kind.colour),
        goal=alliance.goal,
        formed_on=alliance.formed_on,
        ended_on=alliance.ended_on,
        members=alliance.members_on(local_day(now)).count(),
        is_mine=alliance_lists.is_of(alliance, to.person, now=now),
    )


def _members(alliance: Alliance, to: Actor) -> list[MemberAnswer]:
    mine = to.person.home.ancestor_ids() if to.person.home else []
    return [
        MemberAnswer(id=each.id, name=each.name, sector=each.sector, is_mine=each.id in mine)
        for each in alliance.members_on(local_day(utc_now()))
    ]
