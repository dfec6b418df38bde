"""The console's blueprint: what every page goes through before its handler, and how refusals look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import Blueprint, Response, abort, current_app, g, request, session

from models.sessions import SessionKind
from services import desk_log_ins, sessions
from services.errors import NotAllowed, NotLoggedIn
from services.permissions import Actor
from web.console.security import add_headers, csrf
from web.fields import LARGEST_ID
from web.lifecycle import utc_now

console = Blueprint("console", __name__, url_prefix="/console", template_folder="templates")

Handler = TypeVar("Handler", bound=Callable[..., Any])
FORM_BYTES = 256 * 1024
TOKEN = "token"  # noqa: S105 (its name in the cookie)


def open_to_all(handler: Handler) -> Handler:
    """Mark a page that needs no log-in."""
    handler.is_open_to_all = True
    return handler


def takes_files(most_bytes: int) -> Callable[[Handler], Handler]:
    """Mark a page that may be sent more than the few kilobytes of a form."""

    def mark(handler: Handler) -> Handler:
        handler.most_bytes = most_bytes + FORM_BYTES
        return handler

    return mark


@console.before_request
def _require_log_in() -> None:
    handler = current_app.view_functions[request.endpoint or ""]
    request.max_content_length = getattr(handler, "most_bytes", FORM_BYTES)
    if not getattr(handler, "is_open_to_all", False):
        g.actor = _who_sits_here()
        structlog.contextvars.bind_contextvars(person=g.actor.person.id)
        if request.method == "POST" or not request.headers.get("HX-Request"):  # else the page asks by itself
            desk_log_ins.stay_in(session[TOKEN], g.actor.person, now=utc_now())
    csrf.protect()
    if any(isinstance(value, int) and value > LARGEST_ID for value in (request.view_args or {}).values()):
        abort(404)  # no row has such a number, and not every engine would take the question


def _who_sits_here() -> Actor:
    if TOKEN not in session:
        raise NotLoggedIn()
    actor = sessions.who_is(session[TOKEN], kind=SessionKind.DESK, now=utc_now(), origin=g.request_id)
    if not actor.seats:
        raise NotAllowed("no_seat", "您的任期已经结束，工作台不再对您开放；小程序照常可用")
    return actor


@console.after_request
def _add_headers(response: Response) -> Response:
    return add_headers(response)


@console.teardown_request
def _forget_person(_error: BaseException | None) -> None:
    structlog.contextvars.clear_contextvars()


def current_actor() -> Actor:
    """Who looks at this page."""
    actor: Actor = g.actor
    return actor
