"""Changing the list by hand: guests, members who were missing, those who do not count."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field, model_validator

from services import party_day_guests
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.party_day_rolls import LineAnswer, LinePath, answer_with_line
from web.api.party_days import Moment, PartyDayPath, ReasonBody
from web.api.schemas import Body, Id, Text
from web.fields import Day
from web.lifecycle import utc_now


class AddPersonBody(Body):
    person_id: Id | None = Field(None, description="One of my own people")
    code: Text | None = Field(None, max_length=64, description="Anyone else's own code, shown by them")
    as_: Literal["expected", "observer"] = Field("observer", alias="as")
    reason: Text = Field("", max_length=200, description="Needed for expected people once it has started")
    marked_at: Moment | None = Field(
        None, description="When the code was scanned, if that was without signal; now if left out"
    )

    @model_validator(mode="after")
    def _one_person(self) -> AddPersonBody:
        if (self.person_id is None) == (self.code is None):
            raise ValueError("either person_id or code")
        return self


class ExemptBody(Body):
    reason: Text = Field(min_length=1, max_length=200, examples=["年老体弱，行动不便"])
    decision: Text = Field(min_length=1, max_length=100, examples=["支委会 11月2日 讨论决定"])
    until_on: Day | None = Field(None, description="For later Party days too, till this local day")


@api.post(
    "/party-days/<int:party_day_id>/people", operation_id="add_to_list", responses={201: LineAnswer}
)  # fmt: skip
def add_to_list(path: PartyDayPath, body: AddPersonBody) -> Response:
    """Put an observer, or a member who was missing, on my sheet."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = party_day_guests.add_person(
            path.party_day_id,
            body.person_id,
            code=body.code,
            as_=body.as_,
            reason=body.reason,
            marked_at=body.marked_at,
            by=actor,
            now=now,
        )
        return Outcome(201, line.id)

    return answer_with_line(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/people/<int:person_id>/exemption",
    operation_id="exempt_person",
    responses={200: LineAnswer},
)
def exempt_person(path: LinePath, body: ExemptBody) -> Response:
    """Not to be counted in 应到, by a decision of the branch committee."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = party_day_guests.exempt_person(path.party_day_id, path.person_id, **body.model_dump(), by=actor, now=now)
        return Outcome(200, line.id)

    return answer_with_line(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/people/<int:person_id>/recount",
    operation_id="count_person_again",
    responses={200: LineAnswer},
)
def count_person_again(path: LinePath, body: ReasonBody) -> Response:
    """Take an exemption back, from this Party day on."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = party_day_guests.count_person_again(
            path.party_day_id, path.person_id, reason=body.reason, by=actor, now=now
        )
        return Outcome(200, line.id)

    return answer_with_line(perform(act))
