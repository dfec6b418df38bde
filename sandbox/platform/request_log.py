"""What was called, with everything secret masked; WeChat keeps the like for seven days by rid."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlencode

from sandbox.platform.api.call import Call, Reply
from sandbox.platform.clock import as_iso
from sandbox.platform.faults import Fault

KEPT = 10_000
SECRET = ("access_token", "secret", "js_code", "signature")


def write(call: Call, reply: Reply, fault: Fault | None) -> None:
    written = call.db.execute(
        "INSERT INTO requests (rid, api, query, at, status, errcode, fault) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            call.rid,
            call.api,
            _masked(call.query),
            call.now,
            reply.status,
            reply.errcode,
            fault.kind if fault else None,
        ),
    )
    if written.lastrowid and written.lastrowid % 1000 == 0:
        call.db.execute("DELETE FROM requests WHERE id <= ?", (written.lastrowid - KEPT,))


def latest(db: sqlite3.Connection, api: str | None, limit: int = 200) -> list[dict[str, Any]]:
    """The newest first."""
    rows = db.execute(
        "SELECT rid, api, query, at, status, errcode, fault FROM requests"
        " WHERE ? IS NULL OR api = ? ORDER BY id DESC LIMIT ?",
        (api, api, limit),
    )
    return [{**dict(row), "at": as_iso(row["at"])} for row in rows]


def _masked(query: dict[str, str]) -> str:
    return urlencode({name: "***" if name in SECRET else value for name, value in query.items()})
