"""The one-time codes a phone hands to the app: log-in, phone number, log-in of a page."""

from __future__ import annotations

import secrets
import sqlite3

from sandbox.platform.errors import ApiError

LIFETIME = 300
PAGE, SNAPSHOT = "page", "snapshot"  # a page opened in WeChat; one opened as a snapshot, by nobody


def mint(db: sqlite3.Connection, kind: str, appid: str, openid: str, now: float) -> str:
    """Make a code as if the person had just opened the mini-program or tapped the button."""
    code = "0s" + secrets.token_urlsafe(24) if kind != "phone" else secrets.token_hex(32)
    db.execute(
        "INSERT INTO codes (code, kind, appid, openid, issued_at) VALUES (?, ?, ?, ?, ?)",
        (code, kind, appid, openid, now),
    )
    return code


def redeem(db: sqlite3.Connection, code: str, *, kind: str, appid: str, now: float, openid: str = "") -> sqlite3.Row:
    """Use a code up, or refuse: of another kind, app or person, older than five minutes, used before.

    WeChat: a phone code does not say "used before" apart (40163). Which number a phone code gets whose openid
    does not match is not documented; 40029 here, and the code is not used up.
    """
    row: sqlite3.Row | None = db.execute("SELECT * FROM codes WHERE code = ?", (code,)).fetchone()
    if row is None or row["kind"] != kind or row["appid"] != appid:
        raise ApiError(40029)
    if now - row["issued_at"] > LIFETIME or (openid and openid != row["openid"]):
        raise ApiError(40029)
    if row["used_at"] is not None:
        raise ApiError(40029 if kind == "phone" else 40163)
    db.execute("UPDATE codes SET used_at = ? WHERE code = ?", (now, code))
    return row


def redeem_page(db: sqlite3.Connection, code: str, *, appid: str, now: float) -> sqlite3.Row:
    """The same for the code of a page, snapshot or not."""
    row = db.execute("SELECT kind FROM codes WHERE code = ?", (code,)).fetchone()
    if row is None or row["kind"] not in (PAGE, SNAPSHOT):
        raise ApiError(40029)
    return redeem(db, code, kind=row["kind"], appid=appid, now=now)


def owner(db: sqlite3.Connection, code: str) -> str | None:
    row = db.execute("SELECT openid FROM codes WHERE code = ?", (code,)).fetchone()
    return None if row is None else str(row["openid"])
