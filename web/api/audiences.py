"""Whom I may choose for a notice."""

from __future__ import annotations

import datetime

from flask import Response
from pydantic import Field

from models.organisations import OrganisationKind
from services import audience_choices
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Described, Id, Instant, OrganisationRef
from web.lifecycle import utc_now


class ChoicesQuery(Described):
    event_id: Id | None = Field(None, description="To be among the events, however long over, if I may address it")
    party_day_id: Id | None = Field(None, description="The same for a Party day")


class OrganisationChoiceAnswer(OrganisationRef):
    kind: OrganisationKind


class AllianceChoiceAnswer(Answer):
    id: int
    name: str = Field(examples=["云岭镇红色引领联盟"])


class GatheringChoiceAnswer(Answer):
    id: int
    title: str = Field(examples=["12月主题党日：学习基层治理"])
    starts_at: Instant


class AudienceChoicesAnswer(Answer):
    organisations: list[OrganisationChoiceAnswer] = Field(description="Of my seats and below them, from the top")
    alliances: list[AllianceChoiceAnswer]
    events: list[GatheringChoiceAnswer] = Field(description="To come, on, or over for a week at the most")
    party_days: list[GatheringChoiceAnswer]


@api.get("/audiences", operation_id="list_audience_choices", responses={200: AudienceChoicesAnswer})
def list_audience_choices(query: ChoicesQuery) -> Response:
    """What an audience of mine can be made of; preview_audience counts it."""
    found = audience_choices.list_choices(
        to=current_actor(), event_id=query.event_id, party_day_id=query.party_day_id, now=utc_now()
    )
    return AudienceChoicesAnswer(
        organisations=[
            OrganisationChoiceAnswer(id=row.id, name=row.name, kind=row.kind) for row in found.organisations
        ],
        alliances=[AllianceChoiceAnswer(id=row.id, name=row.name) for row in found.alliances],
        events=[_gathering(row.id, row.title, row.starts_at) for row in found.events],
        party_days=[_gathering(row.id, row.title, row.starts_at) for row in found.party_days],
    ).to_response()


def _gathering(row_id: int, title: str, starts_at: datetime.datetime) -> GatheringChoiceAnswer:
    return GatheringChoiceAnswer(id=row_id, title=title, starts_at=starts_at)
