"""The stand-in's time, which the app's own clock follows in sandbox mode."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from sandbox.platform.admin import asked
from sandbox.platform.clock import as_iso
from sandbox.platform.state import this_platform

bp = Blueprint("clock", __name__)


@bp.get("/clock")
def tell() -> Response:
    clock = this_platform().clock
    return jsonify(now=as_iso(clock.now()), offset_seconds=clock.offset_seconds)


@bp.post("/clock")
def advance() -> Response:
    """Forward only: what has expired stays expired. A reset is the way back."""
    platform = this_platform()
    seconds = asked.body().get("advance_seconds")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= 10**9:
        asked.refuse(422, "advance_seconds must be a number of seconds, not negative")
    with platform.store.transaction() as db:
        platform.clock.set_offset(db, platform.clock.offset_seconds + seconds)
    return tell()
