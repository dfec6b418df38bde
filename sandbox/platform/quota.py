"""Daily call quotas."""

from __future__ import annotations

import sqlite3

from sandbox.platform.clock import day_of
from sandbox.platform.errors import ApiError

PLENTY = 10_000_000
A_DAY = {  # WeChat: calls a day
    "cgi-bin/token": 2000,
    "cgi-bin/stable_token": 500_000,
    "wxa/msg_sec_check": 2_000_000,
    "cgi-bin/message/template/send": 100_000,
    "cgi-bin/message/custom/send": 500_000,
    "cgi-bin/menu/create": 1000,
    "cgi-bin/qrcode/create": 100_000,
}
CLEARANCES_A_MONTH = 10


def count(db: sqlite3.Connection, appid: str, api: str, now: float) -> None:
    """Count one call; refuse it when today's calls are used up."""
    row = db.execute(
        "INSERT INTO quota (appid, api, day, used) VALUES (?, ?, ?, 1)"
        " ON CONFLICT (appid, api, day) DO UPDATE SET used = used + 1 RETURNING used, allowed",
        (appid, api, day_of(now)),
    ).fetchone()
    allowed = A_DAY.get(api, PLENTY) if row["allowed"] is None else row["allowed"]
    if row["used"] > allowed:
        raise ApiError(45009)


def leave(db: sqlite3.Connection, appid: str, api: str, now: float, left: int) -> None:
    """From now until midnight only `left` more calls."""
    db.execute(
        "INSERT INTO quota (appid, api, day, used, allowed) VALUES (:appid, :api, :day, 0, :left)"
        " ON CONFLICT (appid, api, day) DO UPDATE SET allowed = used + :left",
        {"appid": appid, "api": api, "day": day_of(now), "left": left},
    )


def clear(db: sqlite3.Connection, appid: str, now: float) -> None:
    """WeChat: ten times a month; after that 48006."""
    used = db.execute(
        "SELECT coalesce(sum(used), 0) FROM quota WHERE appid = ? AND api = 'clearances' AND day LIKE ?",
        (appid, day_of(now)[:7] + "-%"),
    ).fetchone()[0]
    if used >= CLEARANCES_A_MONTH:
        raise ApiError(48006)
    db.execute("DELETE FROM quota WHERE appid = ? AND day = ? AND api != 'clearances'", (appid, day_of(now)))
    count(db, appid, "clearances", now)
