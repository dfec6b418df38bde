"""Access tokens: how they are issued, superseded and judged."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable

from sandbox.platform.clock import day_of
from sandbox.platform.errors import ApiError
from sandbox.platform.settings import Account

LIFETIME = 7200
GRACE = 300  # WeChat: a superseded token lives five minutes; a stable one is renewed five minutes early
FORCED_A_DAY = 20
FORCED_APART = 30


def check(db: sqlite3.Connection, token: str, allowed: Iterable[Account], now: float) -> Account:
    """The account a token stands for, if it is one of those that may call here."""
    if not token:
        raise ApiError(41001)
    row = db.execute("SELECT * FROM tokens WHERE token = ?", (token,)).fetchone()
    if row is None:
        raise ApiError(40014)
    account = next((each for each in allowed if each.appid == row["appid"]), None)
    if account is None or (row["dead_at"] is not None and row["dead_at"] <= now):
        raise ApiError(40001)
    if row["expires_at"] <= now:
        raise ApiError(42001)
    return account


def owner(db: sqlite3.Connection, token: str) -> str:
    """The appid a token was issued to, alive or not; empty for one that never was."""
    row = db.execute("SELECT appid FROM tokens WHERE token = ?", (token,)).fetchone()
    return "" if row is None else str(row["appid"])


def issue_plain(db: sqlite3.Connection, appid: str, now: float) -> str:
    """WeChat: every call to /cgi-bin/token supersedes the token before it."""
    _end(db, appid, "plain", now + GRACE)
    return _issue(db, appid, "plain", now)


def stable(db: sqlite3.Connection, appid: str, now: float) -> tuple[str, int]:
    """WeChat: the same token for everyone who asks, until five minutes before it expires."""
    row = db.execute(
        "SELECT token, expires_at FROM tokens WHERE appid = ? AND kind = 'stable' AND dead_at IS NULL"
        " AND expires_at > ? ORDER BY expires_at DESC LIMIT 1",
        (appid, now + GRACE),
    ).fetchone()
    if row is not None:
        return row["token"], int(row["expires_at"] - now)
    return _issue(db, appid, "stable", now), LIFETIME


def force_stable(db: sqlite3.Connection, appid: str, now: float) -> str:
    """WeChat: a forced refresh kills the token before it at once; 20 a day, 30 seconds apart."""
    forced = [
        row["issued_at"] for row in db.execute("SELECT issued_at FROM tokens WHERE appid = ? AND forced = 1", (appid,))
    ]
    if sum(day_of(instant) == day_of(now) for instant in forced) >= FORCED_A_DAY:
        raise ApiError(45009)
    if forced and now - max(forced) < FORCED_APART:
        raise ApiError(45011)
    _end(db, appid, "stable", now)
    return _issue(db, appid, "stable", now, forced=True)


def revoke(db: sqlite3.Connection, appid: str, now: float) -> int:
    """Every token of the account is dead from now on; answers how many were alive."""
    return _end(db, appid, "plain", now) + _end(db, appid, "stable", now)


def settle(db: sqlite3.Connection, now: float) -> None:
    """After the clock went back: tokens stay good but live no longer than a new one; forced ones are free."""
    db.execute("UPDATE tokens SET forced = 0, expires_at = min(expires_at, ?)", (now + LIFETIME,))


def _issue(db: sqlite3.Connection, appid: str, kind: str, now: float, *, forced: bool = False) -> str:
    token = "99_" + secrets.token_urlsafe(99)
    db.execute(
        "INSERT INTO tokens (token, appid, kind, forced, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        (token, appid, kind, forced, now, now + LIFETIME),
    )
    return token


def _end(db: sqlite3.Connection, appid: str, kind: str, at: float) -> int:
    return db.execute(
        "UPDATE tokens SET dead_at = ? WHERE appid = ? AND kind = ? AND (dead_at IS NULL OR dead_at > ?)",
        (at, appid, kind, at),
    ).rowcount
