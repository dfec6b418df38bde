"""Polls of a meeting: seen and answered on the phone, in totals; they decide nothing (features P14)."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from services import polls
from services.idempotency import Outcome
from services.polls import LABEL, PollResult
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.party_days import PartyDayPath
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer
from web.lifecycle import utc_now


class PollPath(Answer):
    poll_id: Id


class AnswerPollBody(Body):
    number: int = Field(ge=1, le=8, description="The chosen option's", examples=[1])


class PollOptionAnswer(Answer):
    number: int = Field(examples=[1])
    text: str = Field(examples=["菇林"])
    count: int = Field(description="How many chose it; who did is shown to nobody", examples=[7])


class PollAnswer(Answer):
    id: int
    question: str = Field(examples=["下个月去哪里"])
    label: str = Field(description="To be shown beside the question, always", examples=[LABEL])
    options: list[PollOptionAnswer]
    mine: int | None = Field(description="The number of my choice; null before I chose")
    asked_at: Instant
    closed_at: Instant | None = Field(description="Null while it is open")


@api.get(
    "/party-days/<int:party_day_id>/polls", operation_id="list_polls", responses={200: ListAnswer[PollAnswer]}
)  # fmt: skip
def list_polls(path: PartyDayPath) -> Response:
    """The polls of a Party day that I may see, oldest first, in totals."""
    items = [_present(found) for found in polls.list_polls(path.party_day_id, to=current_actor())]
    return ListAnswer[PollAnswer](items=items, next=None).to_response()


@api.post("/polls/<int:poll_id>/answer", operation_id="answer_poll", responses={200: PollAnswer})
def answer_poll(path: PollPath, body: AnswerPollBody) -> Response:
    """Choose, or choose otherwise while it is open."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        polls.answer_poll(path.poll_id, body.number, by=actor, now=now)
        return Outcome(200, path.poll_id)

    done = perform(act)
    return _present(polls.get_poll(path.poll_id, to=actor)).to_response(done.status)


def _present(found: PollResult) -> PollAnswer:
    return PollAnswer(
        id=found.poll.id,
        question=found.poll.question,
        label=LABEL,
        options=[PollOptionAnswer(number=one.number, text=one.text, count=one.count) for one in found.choices],
        mine=found.mine,
        asked_at=found.poll.asked_at,
        closed_at=found.poll.closed_at,
    )
