"""My place at an event: sign up, give it back, keep it after a change."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.sign_ups import SignUp, SignUpStatus
from services import sign_up_lists, sign_ups
from services.companions import Companion, Party
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.events import EventPath
from web.api.schemas import Answer, Body, Id, Text
from web.lifecycle import utc_now


class CompanionBody(Body):
    name: Text = Field(min_length=1, max_length=30, examples=["王小禾"])
    is_child: bool = Field(False, description="Under 14: the guardian's name and phone are needed")


class SignUpBody(Body):
    post_id: Id | None = Field(None, description="The only post, else the first with a free place, if left out")
    companions: list[CompanionBody] = Field(default_factory=list, max_length=20)
    guardian_name: Text | None = Field(None, min_length=1, max_length=30)
    guardian_phone: Text | None = Field(None, max_length=20, examples=["19900000012"])

    def to_party(self) -> Party:
        companions = tuple(Companion(companion.name, companion.is_child) for companion in self.companions)
        return Party(companions, self.guardian_name, self.guardian_phone)


class KeepBody(Body):
    change_number: int | None = Field(None, description="The change I have read; refused when there was another")


class SignUpAnswer(Answer):
    event_id: int
    post_id: int
    status: SignUpStatus
    position: int | None = Field(description="In the queue, 1 is next; null with a place")
    seats: int = Field(description="Myself and my companions", examples=[1])
    change_number: int = Field(description="The change of time or place that I have agreed to", examples=[0])


@api.post(
    "/events/<int:event_id>/sign-up", operation_id="sign_up", responses={200: SignUpAnswer, 201: SignUpAnswer}
)  # fmt: skip
def sign_up(path: EventPath, body: SignUpBody) -> Response:
    """Take a place, or one in the queue: 201 the first time, 200 when I am on the list already."""
    actor, now, made = current_actor(), utc_now(), []

    def act() -> Outcome:
        signed_up, is_new = sign_ups.sign_up(path.event_id, body.post_id, party=body.to_party(), by=actor, now=now)
        made.append(signed_up)
        return Outcome(201 if is_new else 200, path.event_id)

    done = perform(act, expected=Outcome(201, path.event_id))
    if made and made[-1].status is SignUpStatus.CONFIRMED:  # there is no place in the queue to be asked for
        return present_sign_up(made[-1]).to_response(done.status)
    return _answer(done)


@api.delete("/events/<int:event_id>/sign-up", operation_id="cancel_sign_up", responses={200: SignUpAnswer})
def cancel_sign_up(path: EventPath) -> Response:
    """Give my place back; who waits first gets it at once. Signing up again means the end of the queue."""
    sign_ups.cancel_sign_up(path.event_id, by=current_actor(), now=utc_now())
    return _answer(Outcome(200, path.event_id))


@api.post("/events/<int:event_id>/sign-up/keep", operation_id="keep_sign_up", responses={200: SignUpAnswer})
def keep_sign_up(path: EventPath, body: KeepBody) -> Response:
    """Come also at the changed time and place."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        sign_ups.keep_sign_up(path.event_id, change_number=body.change_number, by=actor, now=now)
        return Outcome(200, path.event_id)

    return _answer(perform(act))


def _answer(done: Outcome) -> Response:
    assert done.resource_id is not None, "every outcome here is about an event"
    return present_sign_up(sign_up_lists.my_sign_up(done.resource_id, to=current_actor())).to_response(done.status)


def present_sign_up(row: SignUp) -> SignUpAnswer:
    return SignUpAnswer(
        event_id=row.event_id,
        post_id=row.post_id,
        status=row.status,
        position=sign_up_lists.position_of(row),
        seats=row.seats,
        change_number=row.kept_change,
    )
