"""Checking in to an event and out of it, by the code on the wall. Answers are those of a Party day's check-in."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.sign_ups import SignUp
from services import event_check_ins, hours
from services.local_time import SHANGHAI
from web.api.blueprint import api, current_actor
from web.api.check_ins import CheckInBody, CodeAnswer, perform_first, present_code
from web.api.events import EventPath
from web.api.schemas import Answer, Instant
from web.lifecycle import utc_now


class EventCheckInAnswer(Answer):
    status: Literal["present"]
    checked_in_at: Instant
    checked_out_at: Instant | None
    minutes: int | None = Field(description="Of service, in the ledger now; null until they are known", examples=[90])
    message: str = Field(examples=["已签到 09:02"])


@api.get(
    "/events/<int:event_id>/check-in-code", operation_id="get_event_check_in_code", responses={200: CodeAnswer}
)  # fmt: skip
def get_event_check_in_code(path: EventPath) -> Response:
    """The code for the wall, to come and to leave with: a new one every 30 s; one older than 60 s is refused."""
    return present_code(event_check_ins.get_check_in_code(path.event_id, by=current_actor(), now=utc_now()))


@api.post(
    "/events/<int:event_id>/check-in",
    operation_id="check_in_to_event",
    responses={200: EventCheckInAnswer, 201: EventCheckInAnswer},
)
def check_in_to_event(path: EventPath, body: CheckInBody) -> Response:
    """Check myself in: 201 the first time, 200 when I was in already."""
    done = perform_first(event_check_ins.check_in, path.event_id, body.code)
    mine = event_check_ins.my_presence(path.event_id, to=current_actor())
    assert mine.checked_in_at is not None, "that is what a presence is"
    said = "签到成功" if done.status == 201 else "已签到"
    message = f"{said} {mine.checked_in_at.astimezone(SHANGHAI):%H:%M}"
    return _present(mine, message).to_response(done.status)


@api.post(
    "/events/<int:event_id>/check-out",
    operation_id="check_out_of_event",
    responses={200: EventCheckInAnswer, 201: EventCheckInAnswer},
)
def check_out_of_event(path: EventPath, body: CheckInBody) -> Response:
    """Check myself out, which writes my hours: 201 the first time, 200 when I was out already."""
    done = perform_first(event_check_ins.check_out, path.event_id, body.code)
    mine = event_check_ins.my_presence(path.event_id, to=current_actor())
    said = "签退成功" if done.status == 201 else "已签退"
    left_at = mine.checked_out_at
    message = f"{said} {left_at.astimezone(SHANGHAI):%H:%M}" if left_at else "书记已更正您的签退，请看服务时长"
    return _present(mine, message).to_response(done.status)


def _present(mine: SignUp, message: str) -> EventCheckInAnswer:
    assert mine.checked_in_at is not None, "that is what a presence is"
    return EventCheckInAnswer(
        status="present",
        checked_in_at=mine.checked_in_at,
        checked_out_at=mine.checked_out_at,
        minutes=hours.minutes_at(mine.event_id, mine.person_id),
        message=message,
    )
