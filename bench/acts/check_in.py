"""H3: checking in to a Party day by the code on the wall, each time somebody else."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, abort, g, request

from bench.acts.act import Act, Request
from bench.acts.floor_commands import audit, remember
from bench.floor_store import Store, utc_now
from bench.seed import BRANCHES, SECRET_KEY, party_day_of
from models.encryption import key_ring
from services.check_in_codes import CLOCK_SKEW, LIVES, code_for

DOOR = """
    SELECT a.id, a.status, a.checked_in_at, d.status, d.check_in, d.opens_at, d.ends_at, s.organisation_id
    FROM attendance a JOIN party_day d ON d.id = a.party_day_id JOIN party_day_sheet s ON s.id = a.sheet_id
    WHERE a.party_day_id = ? AND a.person_id = ?
"""
ARRIVE = """
    UPDATE attendance SET status = CASE WHEN status IN ('exempt', 'observer') THEN 'observer' ELSE 'present' END,
      checked_in_at = ?, marked_at = ?, marked_by_id = NULL
    WHERE id = ? AND struck_at IS NULL AND (checked_in_at IS NULL OR status = 'online')
"""
LINE = "SELECT status, checked_in_at FROM attendance WHERE party_day_id = ? AND person_id = ?"


def requests(rows: int) -> Iterator[Request]:
    """The code lives a minute from now on, or a few seconds more: longer than a round takes."""
    key_ring.load((SECRET_KEY,))
    made_at = datetime.datetime.now(datetime.UTC) + CLOCK_SKEW - datetime.timedelta(seconds=1)
    codes = {day: code_for("party_day", day, made_at).code for day in range(1, BRANCHES + 1)}
    for person in range(1, rows + 1):
        day = party_day_of(person)
        yield Request("POST", f"/api/party-days/{day}/check-in", person, {"code": codes[day]})


def floor(app: Flask, store: Store) -> None:
    key_ring.load((SECRET_KEY,))
    key = key_ring.signing_key("check_in")

    @app.post("/api/party-days/<int:day_id>/check-in")
    def check_in(day_id: int) -> tuple[dict[str, Any], int]:
        me, now = g.person_id, utc_now()
        with store.transaction():
            remember(store, me, day_id, now)
            door = store.run(DOOR, day_id, me).fetchone() or abort(403)
            if door[3] != "planned" or door[4] == "roll_call" or not _is_good(request.json["code"], day_id, key):
                abort(409)
            if store.run(ARRIVE, now, now, door[0]).rowcount != 1:
                abort(409)
            audit(store, me, "check_in", ("party_day", day_id), door[7], now, before={"status": door[1]})
        status, at = store.run(LINE, day_id, me).fetchone()
        return {"status": status, "checked_in_at": str(at), "message": f"签到成功 {str(at)[11:16]}"}, 201


def _is_good(code: str, day_id: int, key: bytes) -> bool:
    second, signature = struct.unpack(">I8s", base64.b64decode(code, altchars=b"-_"))
    said = f"party_day:{day_id}:{second}".encode()
    is_ours = hmac.compare_digest(signature, hmac.new(key, said, hashlib.sha256).digest()[:8])
    return is_ours and second + LIVES.total_seconds() >= int(time.time())


PRESENT = "SELECT count(*) FROM attendance WHERE status = 'present'"

ACT = Act(
    "H3",
    "check in",
    requests,
    floor,
    reset=(
        "UPDATE attendance SET status = 'not_yet', checked_in_at = NULL, marked_at = NULL WHERE status <> 'not_yet'",
        "DELETE FROM audit_entry WHERE action = 'check_in'",
        "DELETE FROM idempotency_key",
    ),
    tables=("attendance", "audit_entry", "idempotency_key"),
    checks={
        "two rows for one person": "SELECT count(*) FROM (SELECT person_id FROM attendance"
        " GROUP BY party_day_id, person_id HAVING count(*) > 1) t",
        "present without a time": "SELECT count(*) FROM attendance WHERE (status = 'present') <>"
        " (checked_in_at IS NOT NULL)",
        "audit entry missing": f"SELECT (SELECT count(*) FROM audit_entry WHERE action = 'check_in') - ({PRESENT})",
        "key missing": f"SELECT (SELECT count(*) FROM idempotency_key) - ({PRESENT})",
    },
    stored=PRESENT,
)
