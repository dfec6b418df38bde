"""The stand-in's own time: real time plus an offset that a tester pushes forward."""

from __future__ import annotations

import sqlite3
import time
from datetime import datetime, timedelta, timezone

from sandbox.platform.store import Store, recall, remember

SHANGHAI = timezone(timedelta(hours=8))
OFFSET = "clock_offset_seconds"


class Clock:
    """Every expiry follows this clock; only the length of a hang is real time.

    The offset is kept in memory, for the app asks often, and in the store, for it outlives a restart.
    """

    def __init__(self, store: Store) -> None:
        with store.transaction() as db:
            self.offset_seconds = float(recall(db, OFFSET) or 0)

    def now(self) -> float:
        return time.time() + self.offset_seconds

    def set_offset(self, db: sqlite3.Connection, seconds: float) -> None:
        remember(db, OFFSET, str(seconds))
        self.offset_seconds = seconds


def as_iso(instant: float) -> str:
    return datetime.fromtimestamp(instant, SHANGHAI).isoformat(timespec="milliseconds")


def day_of(instant: float) -> str:
    """WeChat: daily quotas begin anew at midnight, Beijing time."""
    return datetime.fromtimestamp(instant, SHANGHAI).date().isoformat()
