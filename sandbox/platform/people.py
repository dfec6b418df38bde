"""The people who use this WeChat."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from sandbox.platform.errors import ApiError
from sandbox.platform.ids import derived_id


@dataclass(frozen=True)
class Person:
    """Someone to be added. Without an openid they get one that depends only on app, name and phone."""

    name: str
    phone: str
    roles: tuple[str, ...] = ()
    openid: str | None = None
    unionid: str | None = None


def add(db: sqlite3.Connection, appid: str, person: Person) -> str:
    openid = person.openid or _free_openid(db, appid, person)
    db.execute(
        "INSERT INTO people (openid, name, phone, unionid, roles) VALUES (?, ?, ?, ?, ?)",
        (openid, person.name, person.phone, person.unionid, json.dumps(person.roles)),
    )
    return openid


def find(db: sqlite3.Connection, openid: str) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute("SELECT * FROM people WHERE openid = ?", (openid,)).fetchone()
    if row is None:
        raise ApiError(40003)
    return row


def everyone(db: sqlite3.Connection) -> list[dict[str, Any]]:
    rows = db.execute("SELECT openid, name, roles FROM people ORDER BY position")
    return [{"name": row["name"], "openid": row["openid"], "roles": json.loads(row["roles"])} for row in rows]


def see(db: sqlite3.Connection, openid: str, now: float) -> None:
    """The person is in the mini-program at this moment."""
    db.execute("UPDATE people SET active_at = ? WHERE openid = ?", (now, openid))


def begin_session(db: sqlite3.Connection, openid: str, session_key: str, now: float) -> None:
    """WeChat: a new log-in replaces the session key."""
    db.execute("UPDATE people SET session_key = ? WHERE openid = ?", (session_key, openid))
    see(db, openid, now)


def tap(db: sqlite3.Connection, openid: str, times: int, now: float) -> range:
    """The seconds at which someone taps that often: nobody answers two popups within one second.

    It matters because a receiver tells popup events apart by person and CreateTime.
    """
    see(db, openid, now)
    row = db.execute("SELECT tapped_at FROM people WHERE openid = ?", (openid,)).fetchone()
    first = max(int(now), (row["tapped_at"] or 0) + 1)
    db.execute("UPDATE people SET tapped_at = ? WHERE openid = ?", (first + times - 1, openid))
    return range(first, first + times)


def _free_openid(db: sqlite3.Connection, appid: str, person: Person) -> str:
    """Two people may share name and phone; the second then gets another openid."""
    twin = 0
    while True:
        openid = derived_id(appid, person.name, person.phone, str(twin))
        if db.execute("SELECT 1 FROM people WHERE openid = ?", (openid,)).fetchone() is None:
            return openid
        twin += 1
