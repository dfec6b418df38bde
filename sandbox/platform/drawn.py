"""The mini-program codes drawn lately: what a phone on this desk may point its camera at."""

from __future__ import annotations

import json
import sqlite3

from sandbox.platform.store import recall, remember

CODES = "drawn_codes"
KEPT_SECONDS = 180
MOST = 5


def note(db: sqlite3.Connection, path: str, now: float) -> None:
    others = [code for code in _every(db) if code["path"] != path]
    remember(db, CODES, json.dumps([{"path": path, "at": now}, *others][:MOST]))


def lately(db: sqlite3.Connection, now: float) -> list[str]:
    """Newest first: the page and scene that each opens."""
    return [code["path"] for code in _every(db) if now - code["at"] <= KEPT_SECONDS]


def _every(db: sqlite3.Connection) -> list[dict[str, str | float]]:
    return json.loads(recall(db, CODES) or "[]")
