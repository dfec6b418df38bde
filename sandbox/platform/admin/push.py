"""Pushing any message or event to the app."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.platform.admin import asked
from sandbox.platform.push.events import complete
from sandbox.platform.push.sender import push
from sandbox.platform.state import this_platform

bp = Blueprint("push", __name__)


@bp.post("/push")
def push_message() -> Response:
    """{"account": "mini"|"oa", "message": {…}, "openid"?, "timestamp"?, "nonce"?} → {status, body}.

    ToUserName, FromUserName and CreateTime are added where the message lacks them.
    """
    platform, fields = this_platform(), asked.body()
    account, given = asked.account(fields), fields.get("message")
    if not isinstance(given, dict):
        asked.refuse(422, "message must be an object")
    if not account.callback:
        asked.refuse(409, f"SANDBOX_{account.kind.upper()}_CALLBACK is not set")
    message: dict[str, Any] = {"FromUserName": fields.get("openid", ""), **given}
    pushed = push(
        platform,
        account,
        complete(account, message, int(platform.clock.now())),
        timestamp=asked.whole_number(fields, "timestamp") if "timestamp" in fields else None,
        nonce=str(fields["nonce"]) if "nonce" in fields else None,
    )
    return jsonify(status=pushed.status, body=pushed.body)
