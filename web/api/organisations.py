"""The organisation tree, for choosing one's village or unit. Names are public."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.organisations import OrganisationKind, Sector
from services import organisations
from web.api.blueprint import api
from web.api.schemas import Answer, Id, ListAnswer


class OrganisationsQuery(Answer):
    parent_id: Id | None = Field(None, description="Children of this one; the roots if left out")


class OrganisationAnswer(Answer):
    id: int
    name: str = Field(examples=["东坑村"])
    kind: OrganisationKind
    sector: Sector | None


@api.get("/organisations", operation_id="list_organisations", responses={200: ListAnswer[OrganisationAnswer]})
def list_organisations(query: OrganisationsQuery) -> Response:
    """One level of the tree."""
    found = organisations.list_organisations(parent_id=query.parent_id)
    items = [OrganisationAnswer(id=row.id, name=row.name, kind=row.kind, sector=row.sector) for row in found]
    return ListAnswer[OrganisationAnswer](items=items, next=None).to_response()
