"""What WeChat showed each person, and what it refused to."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sandbox.platform.clock import as_iso

FIRST_MSGID = 2_000_000_000_000_000_000  # WeChat's are numbers of nineteen digits


@dataclass(frozen=True)
class Message:
    openid: str  # the person's in the mini-program, whichever account it came from
    kind: str  # subscribe, template or chat
    template_id: str | None
    data: Any  # as it was sent
    page: str | None


def record(db: sqlite3.Connection, message: Message, now: float, *, errcode: int | None = None) -> int:
    """Keep a message, delivered unless an errcode says why not; answers its msgid."""
    written = db.execute(
        "INSERT INTO outbox (openid, kind, template_id, data, page, at, status, errcode)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message.openid,
            message.kind,
            message.template_id,
            json.dumps(message.data, ensure_ascii=False),
            message.page,
            now,
            "delivered" if errcode is None else "refused",
            errcode,
        ),
    )
    return FIRST_MSGID + (written.lastrowid or 0)


def listed(db: sqlite3.Connection, openid: str | None, since: float | None) -> list[dict[str, Any]]:
    """Oldest first; `since` itself included."""
    rows = db.execute(
        "SELECT * FROM outbox WHERE (:openid IS NULL OR openid = :openid)"
        " AND (:since IS NULL OR at >= :since) ORDER BY id",
        {"openid": openid, "since": since},
    )
    return [_as_item(row) for row in rows]


def _as_item(row: sqlite3.Row) -> dict[str, Any]:
    item = {
        "openid": row["openid"],
        "kind": row["kind"],
        "template_id": row["template_id"],
        "data": json.loads(row["data"]),
        "page": row["page"],
        "at": as_iso(row["at"]),
        "status": row["status"],
    }
    return item if row["errcode"] is None else {**item, "errcode": row["errcode"]}
