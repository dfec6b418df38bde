"""The secretary of one's own village, to be called."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from services import secretary_contact
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer
from web.lifecycle import utc_now


class SecretaryAnswer(Answer):
    name: str = Field(examples=["李云山"])
    phone: str = Field(examples=["19900000001"])


@api.get("/me/secretary", operation_id="get_secretary", responses={200: SecretaryAnswer})
def get_secretary() -> Response:
    """Whom to call in my village; for people whom a branch knows."""
    found = secretary_contact.secretary_of(current_actor(), now=utc_now())
    return SecretaryAnswer(name=found.name, phone=found.phone).to_response()
