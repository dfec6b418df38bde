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
WITHOUT_DATABASE = {"health.healthz", "health.show_metrics", "start.static"}


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_release)


def utc_now():
    """The instant this request happens at: read once, handed to the services."""
    if "now" not in g:
        g.now = current_app.extensions["clock"]()
    return g.now


def _begin() -> None:
    g.started = time.perf_counter()
    offered = request.headers.get("X-Request-Id", "")
    g.request_id = offered if REQUEST_ID.fullmatch(offered) else secrets.token_hex(8)
    if request.endpoint not in WITHOUT_DATABASE:
        g.has_connected = database.connect(reuse_if_open=True)


def _finish(response: Response) -> Response:
    seconds = time.perf_counter() - g.started if "started" in g else 0.0
    # The rule, not the path: numbers in paths would make as many series as there are rows.
    rule = request.url_rule.rule if request.url_rule else "none"
    metrics.observe_request(rule, request.method, response.status_code, seconds)
    log.info(
        "request",
        id=g.get("request_id"),
        method=request.method,
        rule=rule,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
    response.headers["X-Request-Id"] = g.get("request_id", "")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _release(_error: BaseException | None) -> None:
    if g.pop("has_connected", False) and not database.is_closed():
        database.close()
