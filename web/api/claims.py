"""A wish in somebody's hands: claim, give up, progress, fulfilment, confirmation."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response
from pydantic import Field

from models.wishes import Wish
from services import claims
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Body, Id, NoBody, Text
from web.api.wish_answers import WishAnswer
from web.api.wishes import WishPath, answer_with_wish, checked
from web.lifecycle import utc_now


class NoteBody(Body):
    note: Text = Field("", max_length=300, examples=["已经量好尺寸，周六送过去"])
    photo_id: Id | None = Field(None, description="Of a photo uploaded before (upload_photo); never needed")


class ConfirmBody(Body):
    satisfied: bool
    comment: Text = Field("", max_length=200, description="What is not done yet; needed when not satisfied")


@api.post("/wishes/<int:wish_id>/claim", operation_id="claim_wish", responses={200: WishAnswer, 201: WishAnswer})
def claim_wish(path: WishPath, body: NoBody) -> Response:
    """Take an open wish, or one share of it, in hand: 201 the first time, 200 when it is mine already."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        _, is_new = claims.claim_wish(path.wish_id, by=actor, now=now)
        return Outcome(201 if is_new else 200, path.wish_id)

    if claims.is_lost(path.wish_id, by=actor):
        raise claims.WishAlreadyClaimed
    return answer_with_wish(perform(act, expected=Outcome(201, path.wish_id)))


@api.delete("/wishes/<int:wish_id>/claim", operation_id="give_up_claim", responses={200: WishAnswer})
def give_up_claim(path: WishPath) -> Response:
    """Put my share back on the wall; the wisher's contact closes at once."""
    claims.give_up_claim(path.wish_id, by=current_actor(), now=utc_now())
    return answer_with_wish(Outcome(200, path.wish_id))


@api.post("/wishes/<int:wish_id>/progress", operation_id="report_progress", responses={200: WishAnswer})
def report_progress(path: WishPath, body: NoteBody) -> Response:
    """Say how it goes; the idle clock starts anew."""
    return answer_with_wish(_with_note(claims.report_progress, path.wish_id, body))


@api.post("/wishes/<int:wish_id>/fulfilment", operation_id="fulfil_wish", responses={200: WishAnswer})
def fulfil_wish(path: WishPath, body: NoteBody) -> Response:
    """Report my share as delivered; with the last share the wisher is asked to confirm."""
    return answer_with_wish(_with_note(claims.fulfil_wish, path.wish_id, body))


@api.post("/wishes/<int:wish_id>/confirmation", operation_id="confirm_wish", responses={200: WishAnswer})
def confirm_wish(path: WishPath, body: ConfirmBody) -> Response:
    """The wisher's word, or the village's after a call: fulfilled, or not done yet."""
    actor, now = current_actor(), utc_now()

    def act(is_held: bool) -> Outcome:
        claims.confirm_wish(path.wish_id, body.satisfied, comment=body.comment, is_held=is_held, by=actor, now=now)
        return Outcome(200, path.wish_id)

    return answer_with_wish(checked(act, body.comment))


def _with_note(use_case: Callable[..., Wish], wish_id: int, body: NoteBody) -> Outcome:
    actor, now = current_actor(), utc_now()

    def act(is_held: bool) -> Outcome:
        use_case(wish_id, body.note, photo_id=body.photo_id, is_held=is_held, by=actor, now=now)
        return Outcome(200, wish_id)

    return checked(act, body.note)
