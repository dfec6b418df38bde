"""People and the Official Account: who follows it, and when it may write to them."""

from __future__ import annotations

import sqlite3

from sandbox.platform import people
from sandbox.platform.errors import ApiError
from sandbox.platform.ids import derived_id
from sandbox.platform.settings import Settings

TEXT_WINDOW, TEXT_MESSAGES = 48 * 3600, 5  # WeChat: since 2023-06
ACT_WINDOW, ACT_MESSAGES = 60, 3


def of_person(db: sqlite3.Connection, settings: Settings, person: str, openid: str | None = None) -> sqlite3.Row:
    """The row of a person of the mini-program, made when they are first asked for; raises ApiError 40003."""
    people.find(db, person)
    openid = openid or derived_id(settings.oa.appid, person)
    db.execute("INSERT OR IGNORE INTO followers (openid, person) VALUES (?, ?)", (openid, person))
    row: sqlite3.Row = db.execute("SELECT * FROM followers WHERE person = ?", (person,)).fetchone()
    return row


def find(db: sqlite3.Connection, openid: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM followers WHERE openid = ?", (openid,)).fetchone()
    if row is None:
        raise ApiError(40003)
    return row


def follow(db: sqlite3.Connection, openid: str, scene: str | None, now: float) -> None:
    db.execute(
        "UPDATE followers SET following = 1, blocked = 0, scene = ?, followed_at = ? WHERE openid = ?",
        (scene, now, openid),
    )
    act(db, openid, now)


def unfollow(db: sqlite3.Connection, openid: str) -> None:
    """WeChat: with it the window for messages is shut."""
    db.execute("UPDATE followers SET following = 0, wrote_at = NULL, acted_at = NULL WHERE openid = ?", (openid,))


def block(db: sqlite3.Connection, openid: str, blocked: bool) -> None:
    db.execute("UPDATE followers SET blocked = ? WHERE openid = ?", (blocked, openid))


def write(db: sqlite3.Connection, openid: str, now: float) -> None:
    db.execute("UPDATE followers SET wrote_at = ?, customs = 0 WHERE openid = ?", (now, openid))


def act(db: sqlite3.Connection, openid: str, now: float) -> None:
    db.execute("UPDATE followers SET acted_at = ?, customs = 0 WHERE openid = ?", (now, openid))


def take_custom_message(db: sqlite3.Connection, row: sqlite3.Row, now: float) -> None:
    """WeChat: 45015 when the window is shut, 45047 when its messages are used up."""
    allowed = 0
    if row["wrote_at"] is not None and now - row["wrote_at"] <= TEXT_WINDOW:
        allowed = TEXT_MESSAGES
    elif row["acted_at"] is not None and now - row["acted_at"] <= ACT_WINDOW:
        allowed = ACT_MESSAGES
    if not row["following"] or not allowed:
        raise ApiError(45015)
    if row["customs"] >= allowed:
        raise ApiError(45047)
    db.execute("UPDATE followers SET customs = customs + 1 WHERE openid = ?", (row["openid"],))
