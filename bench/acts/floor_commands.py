"""What every command of the floor does: its key, its audit entry, as the application writes them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import request

from bench.floor_store import Store

REMEMBER = """
    INSERT INTO idempotency_key (person_id, key, request_hash, status, resource_id, created_at)
    VALUES (?, ?, ?, 201, ?, ?) ON CONFLICT DO NOTHING
"""
AUDIT = """
    INSERT INTO audit_entry (actor_id, action, subject, subject_id, organisation_id, before, after, reason, origin, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, '', '', ?)
"""


def remember(store: Store, me: int, resource_id: int, now: str) -> bool:
    """Write the request's key, inside the caller's transaction; answers whether it is the first with it."""
    said = f"POST {request.path} ".encode() + request.get_data()
    request_hash = hashlib.sha256(said).hexdigest()
    key = request.headers["Idempotency-Key"]
    return bool(store.run(REMEMBER, me, key, request_hash, resource_id, now).rowcount == 1)


def audit(
    store: Store,
    me: int,
    action: str,
    subject: tuple[str, int],
    organisation_id: int,
    now: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    changes = (json.dumps(before or {}), json.dumps(after or {}))
    store.run(AUDIT, me, action, *subject, organisation_id, *changes, now)
