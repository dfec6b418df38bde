"""The pages of the released mini-program, as far as anybody has told."""

from __future__ import annotations

import json
import re
import sqlite3

from sandbox.platform.store import recall, remember

PAGES = "released_pages"
WELL_FORMED = re.compile(r"[A-Za-z0-9_\-]+(?:/[A-Za-z0-9_\-]+)*")


def publish(db: sqlite3.Connection, pages: list[str]) -> None:
    remember(db, PAGES, json.dumps(pages))


def is_released(db: sqlite3.Connection, page: str) -> bool:
    """With no list published, any page that could exist is taken to exist."""
    path = page.partition("?")[0]
    pages = json.loads(recall(db, PAGES) or "[]")
    return path in pages if pages else WELL_FORMED.fullmatch(path) is not None
