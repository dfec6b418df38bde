"""The number that tells the Official Account who I am."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from services import account_linking
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Instant, NoBody
from web.lifecycle import utc_now


class FollowCodeAnswer(Answer):
    code: str = Field(description="To be typed into the page that the chat opens", examples=["042713"])
    expires_at: Instant


@api.post("/me/follow-code", operation_id="make_follow_code", responses={201: FollowCodeAnswer})
def make_follow_code(body: NoBody) -> Response:
    """A number that stands for me for ten minutes; an earlier one is void. Kept nowhere, so a repeat is a new one."""
    shown = account_linking.make_code(by=current_actor(), now=utc_now())
    return FollowCodeAnswer(code=shown.code, expires_at=shown.expires_at).to_response(201)
