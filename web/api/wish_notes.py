"""Words on progress that WeChat's check left to a person: read on the phone, shown to the others or dropped."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.wishes import ProgressNote
from services import wish_desk
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer
from web.api.wish_answers import WishAnswer
from web.api.wishes import answer_with_wish
from web.lifecycle import utc_now


class NotePath(Answer):
    note_id: Id


class DecideNoteBody(Body):
    decision: Literal["release", "drop"]


class HeldNoteAnswer(Answer):
    id: int
    text: str = Field(examples=["已经量好尺寸，周六送过去"])
    written_at: Instant
    person: str = Field(description="Who wrote it", examples=["王小禾"])
    wish_id: int
    wish_title: str = Field(examples=["一床厚棉被"])


@api.get("/wish-notes", operation_id="list_held_notes", responses={200: ListAnswer[HeldNoteAnswer]})
def list_held_notes() -> Response:
    """Words on progress that wait for my seats to read them, oldest first."""
    items = [_present(note) for note in wish_desk.held_notes(to=current_actor())]
    return ListAnswer[HeldNoteAnswer](items=items, next=None).to_response()


@api.post("/wish-notes/<int:note_id>", operation_id="decide_note", responses={200: WishAnswer})
def decide_note(path: NotePath, body: DecideNoteBody) -> Response:
    """Let the others read it, or delete it; its writer is then asked to say it differently."""
    actor, now = current_actor(), utc_now()
    decide = wish_desk.release_note if body.decision == "release" else wish_desk.drop_note

    def act() -> Outcome:
        return Outcome(200, decide(path.note_id, by=actor, now=now).id)

    return answer_with_wish(perform(act))


def _present(note: ProgressNote) -> HeldNoteAnswer:
    claim = note.claim
    return HeldNoteAnswer(
        id=note.id,
        text=note.text,
        written_at=note.written_at,
        person=claim.person.name or "微信用户",
        wish_id=claim.wish_id,
        wish_title=claim.wish.title,
    )
