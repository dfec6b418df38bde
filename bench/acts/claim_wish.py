"""H1: claiming a wish, eight rivals for each at about the same time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, g

from bench.acts.act import Act, Request
from bench.acts.floor_commands import audit, remember
from bench.acts.floor_wishes import COLUMNS, as_json
from bench.floor_store import Store, utc_now
from bench.seed import CONTESTED_WISHES, maker_of

RIVALS = 8
LIMIT = 1_000_000  # claims in hand; as in the seed's policy it does not bind

TAKE = """
    UPDATE wish SET status = CASE WHEN shares_taken + 1 >= shares_total THEN 'in_progress' ELSE 'open' END,
      shares_taken = shares_taken + 1 WHERE id = ? AND status = 'open' AND shares_taken < shares_total
"""
COUNT = "UPDATE person SET open_claims = open_claims + 1 WHERE id = ? AND open_claims < ?"
WISH = f"SELECT {COLUMNS} FROM wish w JOIN organisation o ON o.id = w.organisation_id WHERE w.id = ?"
CLAIM = """
    INSERT INTO claim (wish_id, person_id, status, is_held, claimed_at, last_progress_at)
    VALUES (?, ?, 'active', 1, ?, ?)
"""
NOTICE = """
    INSERT INTO notice (purpose, title, body, page, fields, created_at)
    VALUES ('wish_update', '心愿有人认领了', ?, ?, ?, ?)
"""
DELIVERY = """
    INSERT INTO delivery (notice_id, person_id, status, reason, attempts, due_at) VALUES (?, ?, 'pending', '', 0, ?)
"""
REFUSAL = {"error": {"code": "wish_already_claimed", "message": "这个微心愿已被认领，看看别的心愿吧"}}


class Refused(Exception):
    pass


def requests(rows: int) -> Iterator[Request]:
    for wish in range(1, min(rows, CONTESTED_WISHES) + 1):
        for rival in range(RIVALS):
            person = (wish * 97 + rival * 7) % rows + 1
            if person == maker_of(wish, rows):
                person = person % rows + 1
            yield Request("POST", f"/api/wishes/{wish}/claim", person, {})


def floor(app: Flask, store: Store) -> None:
    @app.errorhandler(Refused)
    def refused(_: Refused) -> tuple[dict[str, Any], int]:
        return REFUSAL, 409

    @app.post("/api/wishes/<int:wish_id>/claim")
    def claim_wish(wish_id: int) -> tuple[dict[str, Any], int]:
        return _claim(store, wish_id, g.person_id), 201


def _claim(store: Store, wish_id: int, me: int) -> dict[str, Any]:
    now = utc_now()
    with store.transaction():
        is_first = remember(store, me, wish_id, now)
        if is_first:
            if store.run(TAKE, wish_id).rowcount != 1 or store.run(COUNT, me, LIMIT).rowcount != 1:
                raise Refused
            store.run(CLAIM, wish_id, me, now, now)
        wish = store.run(WISH, wish_id).fetchone()
        if is_first:
            audit(store, me, "claim_wish", ("wish", wish_id), wish[5], now)
            _tell(store, wish, now)
    return as_json(wish, me, ("active", now, now))


def _tell(store: Store, wish: tuple[Any, ...], now: str) -> None:
    body = f"「{wish[1]}」有人认领了，会尽快联系您。"
    fields = json.dumps({"thing1": wish[1], "phrase2": "办理中", "thing3": body}, ensure_ascii=False)
    notice_id = store.insert(NOTICE, body, f"wishes/wish/wish?id={wish[0]}", fields, now)
    store.run(DELIVERY, notice_id, wish[15] or wish[14], now)


# The seed's own claims in hand are of later wishes.
CONTESTED = f"wish_id <= {CONTESTED_WISHES} AND is_held = 1"
HELD = f"SELECT count(*) FROM claim WHERE {CONTESTED}"

ACT = Act(
    "H1",
    "claim a wish",
    requests,
    floor,
    reset=(
        f"UPDATE wish SET status = 'open', shares_taken = 0 WHERE shares_taken > 0 AND id <= {CONTESTED_WISHES}",
        f"UPDATE person SET open_claims = open_claims - (SELECT count(*) FROM claim WHERE person_id = person.id AND"
        f" {CONTESTED}) WHERE id IN (SELECT person_id FROM claim WHERE {CONTESTED})",
        f"DELETE FROM claim WHERE {CONTESTED}",
        "DELETE FROM delivery WHERE status <> 'delivered'",
        "DELETE FROM notice WHERE title = '心愿有人认领了'",
        "DELETE FROM audit_entry WHERE action = 'claim_wish'",
        "DELETE FROM idempotency_key",
    ),
    tables=("wish", "person", "claim", "delivery", "notice", "audit_entry", "idempotency_key"),
    checks={
        "claimed twice": "SELECT count(*) FROM (SELECT wish_id FROM claim WHERE is_held = 1"
        " GROUP BY wish_id HAVING count(*) > 1) t",
        "wish and claims disagree": "SELECT count(*) FROM wish w WHERE shares_taken <>"
        " (SELECT count(*) FROM claim c WHERE c.wish_id = w.id AND c.is_held = 1)",
        "status and shares disagree": "SELECT count(*) FROM wish WHERE (shares_taken = 1) <> (status = 'in_progress')",
        "person's counter is wrong": "SELECT count(*) FROM person p WHERE open_claims <>"
        " (SELECT count(*) FROM claim c WHERE c.person_id = p.id AND c.status = 'active')",
        "audit entry missing": f"SELECT (SELECT count(*) FROM audit_entry WHERE action = 'claim_wish') - ({HELD})",
        "delivery missing": f"SELECT (SELECT count(*) FROM delivery WHERE status = 'pending') - ({HELD})",
        "key missing": f"SELECT (SELECT count(*) FROM idempotency_key) - ({HELD})",
    },
    stored=HELD,
)
