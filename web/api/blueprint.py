"""The API's blueprint: what every call under /api goes through before its handler."""

from __future__ import annotations

import structlog
from flask import Request, Response, abort, current_app, g, request
from flask_openapi3 import APIBlueprint
from werkzeug.exceptions import BadRequest

from services import proxies, sessions
from services.errors import NotAllowed, NotLoggedIn
from services.permissions import Actor
from web.api.for_others import DONE_FOR_OTHERS
from web.api.schemas import ErrorAnswer
from web.errors import error_answer, malformed_json
from web.lifecycle import utc_now

PUBLIC = {"api.log_in"}
UPLOADS = {"api.upload_photo"}
LARGEST_BODY_BYTES = 64 * 1024
FORM_BYTES = 16 * 1024  # what a form adds around the file it carries

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
    here = g._get_current_object()
    here.token = _bearer_token()
    here.actor = sessions.who_is(here.token, now=utc_now(), origin=here.request_id)
    structlog.contextvars.bind_contextvars(person=here.actor.person.id)
    _act_for_another()


def read_actor_anew() -> Actor:
    """Who this session belongs to by now: binding hands it from the visitor to the roster person."""
    g.actor = sessions.who_is(g.token, now=utc_now(), origin=g.request_id)
    return current_actor()


def _act_for_another() -> None:
    """With `X-Acting-For` the call is an elder's, made on their helper's phone; only what may be done so."""
    elder_id = request.headers.get("X-Acting-For", "")
    if not elder_id:
        return
    if (request.endpoint or "").removeprefix("api.") not in DONE_FOR_OTHERS:
        raise NotAllowed("not_for_others", "这一步要本人来办，请先换回自己")
    number = int(elder_id) if elder_id.isdecimal() and len(elder_id) < 10 else 0
    g.actor = proxies.act_for(g.actor, number, now=utc_now())


@api.teardown_request
def _forget_person(_error: BaseException | None) -> None:
    structlog.contextvars.clear_contextvars()


@api.before_request
def _require_good_json() -> Response | None:
    """Refuse a body that is not one JSON object (or, for an upload, a form), before anything reads it."""
    call = request._get_current_object()
    if call.method == "GET":
        return None
    if call.endpoint in UPLOADS:
        call.max_content_length = current_app.extensions["settings"].photo_most_bytes + FORM_BYTES
        return None
    return _refusal_of_body(call)


def _refusal_of_body(call: Request) -> Response | None:
    if (call.content_length or 0) > LARGEST_BODY_BYTES:
        abort(413)
    body = call.get_data(cache=True)
    if len(body) > LARGEST_BODY_BYTES:
        abort(413)
    if not body:
        return None
    if not call.is_json:
        abort(415)
    try:
        parsed = call.get_json()
    except BadRequest:
        return malformed_json()
    if not isinstance(parsed, dict):
        return error_answer(422, "invalid", "请求的格式不对，请更新小程序后再试", {"body": "应为一个对象"})
    return None


def current_actor() -> Actor:
    """Who makes this request."""
    actor: Actor = g.actor
    return actor


def _bearer_token() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotLoggedIn()
    return token
