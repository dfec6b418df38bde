"""H2: signing up for an event, a rush of a hundred on fifty places; every tenth taps once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask, abort, g

from bench.acts.act import Act, Request
from bench.acts.floor_commands import audit, remember
from bench.floor_store import Store, utc_now
from bench.seed import RUSH_EVENTS

RUSH, REPEAT_EVERY = 100, 10
OWN_EVENTS = f"event_id <= {RUSH_EVENTS}"

EVENT = """
    SELECT e.organisation_id, e.status, e.starts_at, e.ends_at, e.opens_at, e.closes_at, e.change_number, p.id
    FROM post p JOIN event e ON e.id = p.event_id WHERE p.event_id = ? ORDER BY p.id
"""
MINE = "SELECT id, status, ticket FROM sign_up WHERE event_id = ? AND person_id = ? AND is_held = 1"
TAKE = """
    UPDATE post SET waiting = CASE WHEN waiting = 0 AND confirmed + 1 <= capacity THEN waiting ELSE waiting + 1 END,
      confirmed = CASE WHEN waiting = 0 AND confirmed + 1 <= capacity THEN confirmed + 1 ELSE confirmed END,
      last_ticket = last_ticket + 1 WHERE id = ? AND is_open
"""
PLACE = "SELECT waiting, last_ticket FROM post WHERE id = ?"
LOCK = "UPDATE person SET open_claims = open_claims WHERE id = ?"
OVERLAP = """
    SELECT e.id FROM sign_up s JOIN event e ON e.id = s.event_id
    WHERE s.person_id = ? AND s.is_held = 1 AND e.id <> ? AND e.starts_at < ? AND e.ends_at > ? LIMIT 1
"""
ADD = """
    INSERT INTO sign_up (event_id, post_id, person_id, status, is_held, ticket, seats, is_walk_in, kept_change,
      signed_up_at, confirmed_at, is_end_assumed) VALUES (?, ?, ?, ?, 1, ?, 1, ?, ?, ?, ?, ?)
"""
POSITION = "SELECT count(*) FROM sign_up WHERE post_id = ? AND status = 'waiting' AND ticket <= ?"


def requests(rows: int) -> Iterator[Request]:
    for event in range(1, RUSH_EVENTS + 1):
        for turn in range(RUSH):
            path = f"/api/events/{event}/sign-up"
            yield Request("POST", path, _person(event, turn, rows), {})
            if turn % REPEAT_EVERY == REPEAT_EVERY - 1:
                yield Request("POST", path, _person(event, turn - REPEAT_EVERY // 2, rows), {})


def _person(event: int, turn: int, rows: int) -> int:
    return (event * RUSH + turn) * 7 % rows + 1


def floor(app: Flask, store: Store) -> None:
    @app.post("/api/events/<int:event_id>/sign-up")
    def sign_up(event_id: int) -> tuple[dict[str, Any], int]:
        try:
            return once(event_id)
        except Exception as error:  # a tap and its repeat at the same moment: the later one finds the sign-up now
            if type(error).__name__ not in ("UniqueViolation", "IntegrityError"):
                raise
            return once(event_id)

    def once(event_id: int) -> tuple[dict[str, Any], int]:
        me, now = g.person_id, utc_now()
        with store.transaction():
            remember(store, me, event_id, now)
            row = store.run(EVENT, event_id).fetchone()
            mine = store.run(MINE, event_id, me).fetchone()
            status = 201 if mine is None else 200
            if mine is None:
                mine = _take(store, event_id, row, me, now)
        position = store.run(POSITION, row[7], mine[2]).fetchone()[0] if mine[1] == "waiting" else None
        answer = {"event_id": event_id, "post_id": row[7], "status": mine[1], "position": position}
        return {**answer, "seats": 1, "change_number": row[6]}, status


def _take(store: Store, event_id: int, row: tuple[Any, ...], me: int, now: str) -> tuple[int, str, int]:
    organisation_id, state, starts_at, ends_at, _, _, change, post_id = row
    if state != "open" or store.run(TAKE, post_id).rowcount != 1:
        abort(409)
    waiting, ticket = store.run(PLACE, post_id).fetchone()
    if not store.is_sqlite:
        store.run(LOCK, me)
    if store.run(OVERLAP, me, event_id, ends_at, starts_at).fetchone() is not None:
        abort(409)
    status = "waiting" if waiting else "confirmed"
    confirmed_at = None if waiting else now
    signed_up = store.insert(ADD, event_id, post_id, me, status, ticket, False, change, now, confirmed_at, False)
    after = {"post": post_id, "status": status}
    audit(store, me, "sign_up", ("event", event_id), organisation_id, now, after=after)
    return signed_up, status, ticket


def _heads(status: str) -> str:
    return f"(SELECT count(*) FROM sign_up s WHERE s.post_id = p.id AND s.status = '{status}')"


ACT = Act(
    "H2",
    "sign up",
    requests,
    floor,
    reset=(
        f"DELETE FROM sign_up WHERE {OWN_EVENTS}",
        f"UPDATE post SET waiting = 0, confirmed = 0, last_ticket = 0 WHERE {OWN_EVENTS}",
        "DELETE FROM audit_entry WHERE action = 'sign_up'",
        "DELETE FROM idempotency_key",
    ),
    tables=("post", "sign_up", "audit_entry", "idempotency_key"),
    checks={
        "oversold": f"SELECT count(*) FROM post WHERE confirmed > capacity AND {OWN_EVENTS}",
        "counters and sign-ups disagree": f"SELECT count(*) FROM post p WHERE {OWN_EVENTS}"
        f" AND (confirmed <> {_heads('confirmed')} OR waiting <> {_heads('waiting')})",
        "waits although there is room": "SELECT count(*) FROM post WHERE waiting > 0 AND confirmed < capacity",
        "two rows for one person": f"SELECT count(*) FROM (SELECT event_id FROM sign_up WHERE {OWN_EVENTS}"
        " GROUP BY event_id, person_id HAVING count(*) > 1) t",
        "two with one ticket": f"SELECT count(*) FROM (SELECT post_id FROM sign_up WHERE {OWN_EVENTS}"
        " GROUP BY post_id, ticket HAVING count(*) > 1) t",
        "audit entry missing": "SELECT (SELECT count(*) FROM audit_entry WHERE action = 'sign_up')"
        f" - (SELECT count(*) FROM sign_up WHERE {OWN_EVENTS})",
    },
    stored="SELECT count(*) FROM idempotency_key",
)
