"""H4: the open wishes of one organisation, twenty at a time; half first pages, half somewhere deep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, g, request

from bench.acts.act import Act, Request
from bench.acts.floor_wishes import COLUMNS, as_json
from bench.floor_store import Store
from bench.seed import branch_of

PAGES = 20_000
NEWEST = 2**31 - 1

# The ids first, from the index alone: else PostgreSQL walks the primary key and throws most rows away.
PAGE = f"""
    SELECT {COLUMNS}, c.status, c.claimed_at, c.last_progress_at
    FROM (SELECT id FROM wish WHERE organisation_id = ? AND status = ? AND id < ? ORDER BY id DESC LIMIT ?) page
    JOIN wish w ON w.id = page.id JOIN organisation o ON o.id = w.organisation_id
    LEFT JOIN claim c ON c.wish_id = w.id AND c.person_id = ? AND c.is_held = 1
    ORDER BY w.id DESC
"""


def requests(rows: int) -> Iterator[Request]:
    for i in range(1, PAGES + 1):
        person = i * 17 % rows + 1
        page = "" if i % 2 else f"&after={max(rows // 4, i * 7919 % rows)}"
        yield Request("GET", f"/api/wishes?status=open&organisation_id={branch_of(person)}&limit=20{page}", person)


def floor(app: Flask, store: Store) -> None:
    @app.get("/api/wishes")
    def list_wishes() -> dict[str, Any]:
        args = request.args
        limit = int(args["limit"])
        rows = store.run(
            *(PAGE, int(args["organisation_id"]), args["status"], int(args.get("after", NEWEST)), limit + 1),
            g.person_id,
        ).fetchall()
        items = [as_json(row, g.person_id, row[16:] if row[16] else None) for row in rows[:limit]]
        return {"items": items, "next": str(items[-1]["id"]) if len(rows) > limit else None}


ACT = Act("H4", "wish list", requests, floor)
