"""Letting a desk in: whoever scanned the console's code says yes or no on the phone (features F2)."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.sessions import DeskLogIn, DeskLogInStatus
from services import desk_log_ins
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Answer, Body, Instant
from web.lifecycle import utc_now

EXAMPLE = "Zk2mUeV0b1w7x9Qy3cRt4A"


class DeskLogInPath(Answer):
    code: str = Field(pattern=r"^[A-Za-z0-9_-]{22}$", examples=[EXAMPLE], description="From the scanned code: `d=…`")


class DecideDeskLogInBody(Body):
    decision: Literal["confirm", "refuse"]


class DeskLogInAnswer(Answer):
    status: DeskLogInStatus
    device: str = Field(description="What the desk calls itself", examples=["Windows · Edge"])
    number: str = Field(description="Must be the one that the desk shows", examples=["4821"])
    asked_at: Instant
    expires_at: Instant


@api.get("/desk-log-ins/<code>", operation_id="get_desk_log_in", responses={200: DeskLogInAnswer})
def get_desk_log_in(path: DeskLogInPath) -> Response:
    """Which desk shows this code; for people with a seat."""
    asked = desk_log_ins.get_desk_log_in(path.code, to=current_actor(), now=utc_now())
    return _present(asked, path.code).to_response()


@api.post("/desk-log-ins/<code>", operation_id="decide_desk_log_in", responses={200: DeskLogInAnswer})
def decide_desk_log_in(path: DeskLogInPath, body: DecideDeskLogInBody) -> Response:
    """Log this desk in as me, or turn it away."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, desk_log_ins.decide_desk_log_in(path.code, body.decision, by=actor, now=now).id)

    done = perform(act)
    asked = desk_log_ins.get_desk_log_in(path.code, to=actor, now=now)
    return _present(asked, path.code).to_response(done.status)


def _present(asked: DeskLogIn, code: str) -> DeskLogInAnswer:
    return DeskLogInAnswer(
        status=asked.status,
        device=asked.device,
        number=desk_log_ins.matching_number(code),
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
    )
