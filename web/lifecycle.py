"""What surrounds each request: its number, its database connection, its line in the log and the metrics."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from flask import Flask, Response, current_app, g, request

from models.database import database
from web import metrics

log = structlog.get_logger("web")

REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
WITHOUT_DATABASE = {"health.healthz", "health.show_metrics", "start.static", "console.show_asset"}


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_release)


def utc_now():
    """The instant this request happens at: read once, handed to the services."""
    now = g.get("now")
    if now is None:
        now = g.now = current_app.extensions["clock"]()
    return now


def _begin() -> None:
    here, call = g._get_current_object(), request._get_current_object()  # looked up once instead of at every word
    here.started = time.perf_counter()
    offered = call.headers.get("X-Request-Id")
    here.request_id = offered if offered and REQUEST_ID.fullmatch(offered) else secrets.token_hex(8)
    if call.endpoint not in WITHOUT_DATABASE:
        here.has_connected = database.connect(reuse_if_open=True)


def _finish(response: Response) -> Response:
    here, call = g._get_current_object(), request._get_current_object()
    request_id, started = here.get("request_id", ""), here.get("started")
    seconds = time.perf_counter() - started if started else 0.0
    # The rule, not the path: numbers in paths would make as many series as there are rows.
    url_rule, method, status = call.url_rule, call.method, response.status_code
    rule = url_rule.rule if url_rule else "none"
    metrics.observe_request(rule, method, status, seconds)
    log.info("request", id=request_id, method=method, rule=rule, status=status, ms=round(seconds * 1000, 1))
    headers = response.headers
    headers.add("X-Request-Id", request_id)
    headers.add("X-Content-Type-Options", "nosniff")
    if "Cache-Control" not in headers:
        headers.add("Cache-Control", "no-store")
    return response


def _release(_error: BaseException | None) -> None:
    if g.pop("has_connected", False) and not database.is_closed():
        database.close()
