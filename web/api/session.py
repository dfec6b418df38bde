"""Logging in and out."""

from __future__ import annotations

from flask import Response, current_app, g
from pydantic import Field

from services import identities, sessions
from web.api.blueprint import api
from web.api.me import PersonAnswer, present_person
from web.api.schemas import Answer, Body, Instant, Text
from web.lifecycle import utc_now


class LogInBody(Body):
    code: Text = Field(min_length=1, max_length=128, description="From wx.login", examples=["0a1b2c3d4e5f"])


class LogInAnswer(Answer):
    token: str = Field(description="Opaque; send it as `Authorization: Bearer …`", examples=["m3Jx…"])
    expires_at: Instant = Field(examples=["2026-12-23T09:00:00+08:00"])
    person: PersonAnswer


@api.post("/session", operation_id="log_in", responses={200: LogInAnswer})
def log_in(body: LogInBody) -> Response:
    """Open a session for the WeChat account behind a login code."""
    logged_in = identities.log_in(body.code, gateway=current_app.extensions["mini_program"], now=utc_now())
    return LogInAnswer(
        token=logged_in.token, expires_at=logged_in.expires_at, person=present_person(logged_in.actor)
    ).to_response()


@api.delete("/session", operation_id="log_out", responses={204: None})
def log_out() -> tuple[str, int]:
    """Close this session."""
    sessions.close_session(g.token, now=utc_now())
    return "", 204
