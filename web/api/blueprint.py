"""The API's blueprint: what every call under /api goes through before its handler."""

from __future__ import annotations

import json

import structlog
from flask import Response, abort, g, request
from flask_openapi3 import APIBlueprint

from services import sessions
from services.errors import NotLoggedIn
from services.permissions import Actor
from web.api.schemas import ErrorAnswer
from web.errors import error_answer, malformed_json
from web.lifecycle import utc_now

PUBLIC = {"api.log_in"}
LARGEST_BODY_BYTES = 64 * 1024

api = APIBlueprint(
    "api",
    __name__,
    url_prefix="/api",
    abp_security=[{"bearer": []}],
    abp_responses={
        "401": ErrorAnswer,
        "403": ErrorAnswer,
        "404": ErrorAnswer,
        "409": ErrorAnswer,
        "422": ErrorAnswer,
        "503": ErrorAnswer,
    },
)


@api.before_request
def _require_log_in() -> None:
    if request.endpoint in PUBLIC:
        return
    g.token = _bearer_token()
    g.actor = sessions.who_is(g.token, now=utc_now(), origin=g.request_id)
    structlog.contextvars.bind_contextvars(person=g.actor.person.id)


@api.teardown_request
def _forget_person(_error: BaseException | None) -> None:
    structlog.contextvars.clear_contextvars()


@api.before_request
def _require_good_json() -> Response | None:
    """Refuse a body that is not one JSON object, before anything reads it."""
    if (request.content_length or 0) > LARGEST_BODY_BYTES:
        abort(413)
    body = request.get_data(cache=True)
    if len(body) > LARGEST_BODY_BYTES:
        abort(413)
    if not body:
        return None
    if not request.is_json:
        abort(415)
    try:
        parsed = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return malformed_json()
    if not isinstance(parsed, dict):
        return error_answer(422, "invalid", "请求的格式不对，请更新小程序后再试", {"body": "应为一个对象"})
    return None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def current_actor() -> Actor:
    """Who makes this request."""
    actor: Actor = g.actor
    return actor


def _bearer_token() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotLoggedIn()
    return token
