"""Template messages of the Official Account: /cgi-bin/message/template/send."""

from __future__ import annotations

import sqlite3
from typing import Any

from sandbox.platform import followers, official_templates, outbox
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError
from sandbox.platform.push.delivery import later
from sandbox.platform.push.events import template_finished

SAME_FOR = 600  # WeChat: the same client_msg_id is one message within ten minutes
BLOCKED, FAILED = "failed:user block", "failed: system failed"


def send(call: Call) -> Reply:
    """Taken first, told of later: whether it arrived comes as an event, also for those who block us.

    Which number a repeat of client_msg_id gets is not documented; here the first message's, as a success.
    """
    template = official_templates.find(call.db, call.text("template_id"))
    row = followers.find(call.db, call.text("touser"))
    data = official_templates.as_displayed(call.json.get("data"))
    message = outbox.Message(row["person"], "template", template.template_id, data, _page(call))
    try:
        _check(row, template, data)
    except ApiError as error:
        outbox.record(call.db, message, call.now, errcode=error.errcode)
        raise
    known = _known(call, row)
    return ok(msgid=known or _deliver(call, row, message))


def uniform_send(_call: Call) -> Reply:
    """Retired by WeChat on 2023-09-20; whoever still asks is told so."""
    raise ApiError(45109)


def _check(row: sqlite3.Row, template: official_templates.Template, data: dict[str, Any]) -> None:
    if not row["following"]:
        raise ApiError(43004)
    for field in template.fields:
        if not data.get(field.key, {}).get("value"):
            raise ApiError(47003, f"argument invalid! data.{field.key}.value is emtpy")


def _known(call: Call, row: sqlite3.Row) -> int | None:
    found = call.db.execute(
        "SELECT msgid FROM client_messages WHERE openid = ? AND client_msg_id = ? AND at > ?",
        (row["openid"], call.text("client_msg_id"), call.now - SAME_FOR),
    ).fetchone()
    return None if found is None else int(found["msgid"])


def _deliver(call: Call, row: sqlite3.Row, message: outbox.Message) -> int:
    status = BLOCKED if row["blocked"] else FAILED if call.fault == "fails_later" else "success"
    msgid = outbox.record(call.db, message, call.now, errcode=None if status == "success" else -1)
    if call.text("client_msg_id"):
        call.db.execute(
            "INSERT OR REPLACE INTO client_messages VALUES (?, ?, ?, ?)",
            (row["openid"], call.text("client_msg_id"), msgid, call.now),
        )
    later(call.db, call.account, template_finished(call.account, row["openid"], msgid, status, int(call.now)), call.now)
    return msgid


def _page(call: Call) -> str | None:
    """WeChat: where both are given, the mini-program wins over the url."""
    mini = call.json.get("miniprogram")
    page = mini.get("pagepath") if isinstance(mini, dict) else None
    return page or call.text("url") or None
