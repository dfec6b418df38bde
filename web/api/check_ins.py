"""Checking in: the code on the wall, one's own code."""

from __future__ import annotations

import datetime
from typing import Literal, Protocol

from flask import Response
from pydantic import Field

from models.attendance import AttendanceStatus
from services import check_ins
from services.check_in_codes import Code
from services.idempotency import Outcome
from services.local_time import SHANGHAI
from services.permissions import Actor
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.party_days import PartyDayPath
from web.api.schemas import Answer, Body, Instant, Text
from web.lifecycle import utc_now


class CodeAnswer(Answer):
    code: str = Field(description="What the picture holds", examples=["aRzJ5v0Jq3xXw1bT"])
    expires_at: Instant = Field(description="Refused after this")
    next_at: Instant = Field(description="Ask for a new one then")


class CheckInBody(Body):
    code: Text = Field(min_length=1, max_length=64, examples=["aRzJ5v0Jq3xXw1bT"])


class CheckInAnswer(Answer):
    status: Literal["present", "observer"]
    checked_in_at: Instant
    message: str = Field(examples=["已签到 09:02"])


@api.get("/me/code", operation_id="get_my_code", responses={200: CodeAnswer})
def get_my_code() -> Response:
    """My own code, for the secretary to scan where there is no projector or no signal."""
    return present_code(check_ins.my_code(by=current_actor(), now=utc_now()))


@api.get("/party-days/<int:party_day_id>/check-in-code", operation_id="get_check_in_code", responses={200: CodeAnswer})
def get_check_in_code(path: PartyDayPath) -> Response:
    """The code for the wall: a new one every 30 s; one older than 60 s is refused."""
    return present_code(check_ins.get_check_in_code(path.party_day_id, by=current_actor(), now=utc_now()))


@api.post(
    "/party-days/<int:party_day_id>/check-in",
    operation_id="check_in",
    responses={200: CheckInAnswer, 201: CheckInAnswer},
)
def check_in(path: PartyDayPath, body: CheckInBody) -> Response:
    """Check myself in: 201 the first time, 200 when I was in already."""
    done = perform_first(check_ins.check_in, path.party_day_id, body.code)
    line = check_ins.my_arrival(path.party_day_id, to=current_actor())
    assert line.checked_in_at is not None, "that is what an arrival is"
    said = "签到成功" if done.status == 201 else "已签到"
    return CheckInAnswer(
        status="observer" if line.status is AttendanceStatus.OBSERVER else "present",
        checked_in_at=line.checked_in_at,
        message=f"{said} {line.checked_in_at.astimezone(SHANGHAI):%H:%M}",
    ).to_response(done.status)


class Scan(Protocol):
    """A use case that a scanned code sets off; answers whether this was the first time."""

    def __call__(self, subject_id: int, code: str, /, *, by: Actor, now: datetime.datetime) -> bool: ...


def perform_first(scan: Scan, subject_id: int, code: str) -> Outcome:
    """Perform it once however often it is repeated: 201 the first time, 200 when it was so already."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(201 if scan(subject_id, code, by=actor, now=now) else 200, subject_id)

    return perform(act, expected=Outcome(201, subject_id))


def present_code(code: Code) -> Response:
    return CodeAnswer(code=code.code, expires_at=code.expires_at, next_at=code.next_at).to_response()
