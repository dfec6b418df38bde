"""Ordering how the next pictures are judged, and looking at the account's drafts."""

from __future__ import annotations

import json

from flask import Blueprint, Response, jsonify

from sandbox.platform import media
from sandbox.platform.admin import asked
from sandbox.platform.clock import as_iso
from sandbox.platform.state import this_platform

bp = Blueprint("media", __name__)

VERDICTS = ("pass", "review", "risky", "silent")


@bp.post("/media-verdicts")
def order_verdict() -> Response:
    """{"openid", "suggest": pass, review, risky, or silent: no event ever comes}, for the person's next picture."""
    fields = asked.body()
    if fields.get("suggest") not in VERDICTS:
        asked.refuse(422, f"suggest must be one of {', '.join(VERDICTS)}")
    with this_platform().store.transaction() as db:
        media.order_verdict(db, asked.openid_of_someone(db, fields), fields["suggest"])
        return jsonify(ok=True)


@bp.get("/drafts")
def list_drafts() -> Response:
    with this_platform().store.transaction() as db:
        rows = db.execute("SELECT media_id, articles, publish_id, at FROM drafts ORDER BY at, media_id").fetchall()
        return jsonify(
            [{**dict(row), "articles": json.loads(row["articles"]), "at": as_iso(row["at"])} for row in rows]
        )
