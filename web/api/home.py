"""What is for me today."""

from __future__ import annotations

import datetime

from flask import Response
from pydantic import Field

from models.wishes import Claim
from services import home, policies
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Instant
from web.api.wish_answers import WishAnswer, present_wishes
from web.lifecycle import utc_now


class OpenClaimAnswer(Answer):
    wish_id: int
    title: str = Field(examples=["一床厚棉被"])
    claimed_at: Instant
    progress_due_at: Instant = Field(description="Without a word of progress the wish then goes back to the wall")


class ToDoAnswer(Answer):
    kind: str = Field(examples=["verify_wishes"])
    count: int


class HomeAnswer(Answer):
    claims: list[OpenClaimAnswer] = Field(description="In my hands, the one most in need of a word first")
    wishes_to_confirm: list[WishAnswer]
    wishes_nearby: list[WishAnswer] = Field(description="Open wishes of my own village or unit")
    unread: int
    to_do: list[ToDoAnswer] = Field(description="What waits for my seats")


@api.get("/home", operation_id="get_home", responses={200: HomeAnswer})
def get_home() -> Response:
    """What is for me today, in one call."""
    actor = current_actor()
    found = home.get_home(to=actor)
    return HomeAnswer(
        claims=[_present_claim(claim) for claim in found.claims],
        wishes_to_confirm=present_wishes(found.wishes_to_confirm, to=actor),
        wishes_nearby=present_wishes(found.wishes_nearby, to=actor),
        unread=found.unread,
        to_do=[ToDoAnswer(kind=item.kind, count=item.count) for item in found.to_do],
    ).to_response()


def _present_claim(claim: Claim) -> OpenClaimAnswer:
    wish = claim.wish
    days = policies.value("wish.idle_release_days", wish.organisation, now=utc_now())
    return OpenClaimAnswer(
        wish_id=wish.id,
        title=wish.title,
        claimed_at=claim.claimed_at,
        progress_due_at=claim.last_progress_at + datetime.timedelta(days=days),
    )
