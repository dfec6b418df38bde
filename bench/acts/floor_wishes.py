"""A wish as the floor answers it: the fields that clients rely on."""

from __future__ import annotations

import datetime
from typing import Any

COLUMNS = """
    w.id, w.title, w.detail, w.kind, w.status, w.organisation_id, o.name, w.public_name, w.shares_total,
    w.shares_taken, w.estimated_value, w.is_for_child, w.created_at, w.opened_at, w.made_by_id, w.wisher_id
"""


def as_json(row: tuple[Any, ...], me: int, claim: tuple[Any, ...] | None) -> dict[str, Any]:
    """`claim` is mine on this wish: its status, when claimed, when last heard of."""
    is_maker = me in (row[14], row[15])
    mine = None
    if is_maker or claim:
        mine = {"made": is_maker, "claim": claim and _claim(*claim)}
    return {
        "id": row[0],
        "title": row[1],
        "detail": row[2],
        "kind": row[3],
        "status": row[4],
        "organisation": {"id": row[5], "name": row[6]},
        "public_name": row[7],
        "shares": {"total": row[8], "taken": row[9]},
        "estimated_value": row[10],
        "is_for_child": bool(row[11]),
        "created_at": instant(row[12]),
        "opened_at": instant(row[13]),
        "mine": mine,
    }


def _claim(status: str, claimed_at: Any, last_progress_at: Any) -> dict[str, Any]:
    return {"status": status, "claimed_at": instant(claimed_at), "last_progress_at": instant(last_progress_at)}


def instant(value: Any) -> str | None:
    """ISO 8601 in UTC; SQLite has text, PostgreSQL an instant."""
    if isinstance(value, str):
        return f"{value[:10]}T{value[11:19]}+00:00"
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds") + "+00:00"
    return None
