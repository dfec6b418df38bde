"""H5: what is for me today, in one call."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from flask import Flask, g

from bench.acts.act import Act, Request
from bench.acts.floor_wishes import COLUMNS, as_json, instant
from bench.floor_store import Store, utc_now

MOST = 5
RELEASE_DAYS = 10
CALLS = 40_000

CLAIMS = """
    SELECT w.id, w.title, c.claimed_at, c.last_progress_at FROM claim c JOIN wish w ON w.id = c.wish_id
    WHERE c.person_id = ? AND c.status = 'active' ORDER BY c.last_progress_at LIMIT 5
"""
TO_CONFIRM = f"""
    SELECT {COLUMNS} FROM wish w JOIN organisation o ON o.id = w.organisation_id
    WHERE (w.made_by_id = ? OR w.wisher_id = ?) AND w.status = 'awaiting_confirmation' ORDER BY w.id LIMIT 5
"""
NEARBY = f"""
    SELECT {COLUMNS}, c.status, c.claimed_at, c.last_progress_at
    FROM (SELECT id FROM wish WHERE organisation_id = (SELECT home_id FROM person WHERE id = ?) AND status = 'open'
      ORDER BY id DESC LIMIT 5) page
    JOIN wish w ON w.id = page.id JOIN organisation o ON o.id = w.organisation_id
    LEFT JOIN claim c ON c.wish_id = w.id AND c.person_id = ? AND c.is_held = 1 ORDER BY w.id DESC
"""
NEXT_EVENT = """
    SELECT e.id, e.title, e.place, e.starts_at, e.ends_at, s.status, s.kept_change < e.change_number
    FROM sign_up s JOIN event e ON e.id = s.event_id
    WHERE s.person_id = ? AND s.is_held = 1 AND e.ends_at > ? ORDER BY e.starts_at, e.id LIMIT 1
"""
NEXT_PARTY_DAY = """
    SELECT d.id, d.title, d.place, d.opens_at, d.starts_at, d.ends_at, d.check_in, a.status
    FROM attendance a JOIN party_day d ON d.id = a.party_day_id
    WHERE a.person_id = ? AND d.status = 'planned' AND d.ends_at > ? ORDER BY d.starts_at, d.id LIMIT 1
"""
NEXT_MAKE_UP = """
    SELECT d.id, d.title, m.due_at FROM make_up m JOIN attendance a ON a.id = m.attendance_id
    JOIN party_day d ON d.id = a.party_day_id
    WHERE a.person_id = ? AND a.status IN ('absent', 'on_leave') AND m.handed_in_at IS NULL AND m.due_at > ?
    ORDER BY m.due_at LIMIT 1
"""
UNREAD = "SELECT count(*) FROM delivery WHERE person_id = ? AND read_at IS NULL"
EVENT_FIELDS = ("event_id", "title", "place", "starts_at", "ends_at", "status", "must_decide")
PARTY_DAY_FIELDS = ("party_day_id", "title", "place", "opens_at", "starts_at", "ends_at", "check_in", "status")
MAKE_UP_FIELDS = ("party_day_id", "title", "due_at")


def requests(rows: int) -> Iterator[Request]:
    for i in range(1, CALLS + 1):
        yield Request("GET", "/api/home", i * 17 % rows + 1)


def floor(app: Flask, store: Store) -> None:
    @app.get("/api/home")
    def home() -> dict[str, Any]:
        me, now = g.person_id, utc_now()
        claims = store.run(CLAIMS, me).fetchall()
        to_confirm = store.run(TO_CONFIRM, me, me).fetchall()
        nearby = store.run(NEARBY, me, me).fetchall()
        return {
            "claims": [_claim(row) for row in claims],
            "next_event": _named(EVENT_FIELDS, store.run(NEXT_EVENT, me, now).fetchone()),
            "next_party_day": _named(PARTY_DAY_FIELDS, store.run(NEXT_PARTY_DAY, me, now).fetchone()),
            "next_make_up": _named(MAKE_UP_FIELDS, store.run(NEXT_MAKE_UP, me, now).fetchone()),
            "wishes_to_confirm": [as_json(row, me, None) for row in to_confirm],
            "wishes_nearby": [as_json(row, me, row[16:] if row[16] else None) for row in nearby],
            "unread": store.run(UNREAD, me).fetchone()[0],
            "to_do": [],
        }


def _claim(row: tuple[Any, ...]) -> dict[str, Any]:
    last = row[3] if isinstance(row[3], datetime.datetime) else datetime.datetime.fromisoformat(row[3])
    due_at = last + datetime.timedelta(days=RELEASE_DAYS)
    return {"wish_id": row[0], "title": row[1], "claimed_at": instant(row[2]), "progress_due_at": instant(due_at)}


def _named(names: tuple[str, ...], row: tuple[Any, ...] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {name: instant(value) if name.endswith("_at") else value for name, value in zip(names, row, strict=True)}


ACT = Act("H5", "home", requests, floor)
