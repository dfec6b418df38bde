"""What happened: messages shown, calls received, pushes sent."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from sandbox.platform import outbox, request_log
from sandbox.platform.admin import asked
from sandbox.platform.clock import as_iso
from sandbox.platform.state import this_platform

bp = Blueprint("records", __name__)


@bp.get("/outbox")
def list_outbox() -> Response:
    since = asked.instant("since")
    with this_platform().store.transaction() as db:
        return jsonify(outbox.listed(db, request.args.get("openid"), since))


@bp.get("/requests")
def list_requests() -> Response:
    with this_platform().store.transaction() as db:
        return jsonify(request_log.latest(db, request.args.get("api")))


@bp.get("/pushes")
def list_pushes() -> Response:
    with this_platform().store.transaction() as db:
        rows = db.execute("SELECT account, event, at, status, answer FROM pushes ORDER BY id DESC LIMIT 200")
        return jsonify([{**dict(row), "at": as_iso(row["at"])} for row in rows])
