"""How many messages of a template a person has agreed to receive. WeChat: one tap, one message."""

from __future__ import annotations

import sqlite3


def add(db: sqlite3.Connection, openid: str, template_id: str, count: int) -> int:
    """Add taps, or take some away silently (count below zero); answers how many are left."""
    row = db.execute(
        "INSERT INTO grants (openid, template_id, remaining) VALUES (:openid, :template_id, max(:count, 0))"
        " ON CONFLICT (openid, template_id) DO UPDATE SET remaining = max(remaining + :count, 0)"
        " RETURNING remaining",
        {"openid": openid, "template_id": template_id, "count": count},
    ).fetchone()
    return int(row["remaining"])


def take(db: sqlite3.Connection, openid: str, template_id: str) -> bool:
    """Use one up; the guard decides, not what somebody read before."""
    taken = db.execute(
        "UPDATE grants SET remaining = remaining - 1 WHERE openid = ? AND template_id = ? AND remaining > 0",
        (openid, template_id),
    )
    return taken.rowcount == 1


def left(db: sqlite3.Connection, openids: list[str]) -> dict[str, int]:
    """Of all templates together, per person."""
    marks = ",".join("?" * len(openids))
    rows = db.execute(
        f"SELECT openid, sum(remaining) AS total FROM grants WHERE openid IN ({marks}) GROUP BY openid",  # noqa: S608 — only question marks
        openids,
    )
    return {row["openid"]: row["total"] for row in rows}
