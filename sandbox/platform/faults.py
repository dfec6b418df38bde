"""Faults a tester orders: what goes wrong, with which API, for whom and how often.

Without effect, the call is as if it had never come: errcode, http_502, html. All others take effect first,
and only the answer suffers, so that the caller cannot know: hang, drip, truncated, bom, dropped. A message
that fails_later is answered well, never shown, and an event tells of it.

Pushes have faults of their own, under the names push/mini and push/oa.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.platform import codes, tokens
from sandbox.platform.api.call import Call
from sandbox.platform.errors import ApiError

WITHOUT_EFFECT = ("errcode", "http_502", "html")
OF_CALLS = (*WITHOUT_EFFECT, "hang", "drip", "truncated", "bom", "dropped", "fails_later")
OF_PUSHES = ("duplicate", "reordered", "delayed", "tampered", "clock_skew")
KINDS = OF_CALLS + OF_PUSHES
EVERY_API = "*"


@dataclass(frozen=True)
class Fault:
    api: str
    kind: str
    errcode: int | None = None
    times: int | None = None
    probability: float | None = None
    openid: str | None = None
    seconds: float | None = None
    family: str | None = None  # of tampering
    account: str | None = None  # "mini" or "oa"


def order(db: sqlite3.Connection, fault: Fault) -> None:
    db.execute(
        "INSERT INTO faults (api, kind, errcode, times, probability, openid, seconds, family, account)"
        " VALUES (:api, :kind, :errcode, :times, :probability, :openid, :seconds, :family, :account)",
        asdict(fault),
    )


def ordered(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Those that may still strike, oldest first."""
    return [asdict(_read(row)) for row in db.execute("SELECT * FROM faults ORDER BY id")]


def clear(db: sqlite3.Connection) -> int:
    return db.execute("DELETE FROM faults").rowcount


def strike_call(call: Call) -> Fault | None:
    """The oldest fault that hits this call, used up by one."""
    return _strike(call.db, call.api, _account_of(call), _aimed_at(call), OF_CALLS)


def strike_push(db: sqlite3.Connection, account: str, openid: str) -> Fault | None:
    """The oldest fault that hits a push of this account about this person, used up by one."""
    return _strike(db, f"push/{account}", account, openid, OF_PUSHES)


def _strike(
    db: sqlite3.Connection, api: str, account: str | None, openid: str | None, kinds: tuple[str, ...]
) -> Fault | None:
    rows = db.execute(
        "SELECT * FROM faults WHERE api IN (?, ?) AND (openid IS NULL OR openid = ?)"
        " AND (account IS NULL OR account = ?) ORDER BY id",
        (api, EVERY_API, openid, account),
    ).fetchall()
    for row in rows:
        if row["kind"] not in kinds:
            continue
        if row["probability"] is not None and random.random() >= row["probability"]:  # noqa: S311 — a dice
            continue
        db.execute("UPDATE faults SET times = times - 1 WHERE id = ?", (row["id"],))
        db.execute("DELETE FROM faults WHERE id = ? AND times <= 0", (row["id"],))
        return _read(row)
    return None


def _account_of(call: Call) -> str | None:
    """Whose call it is, whether or not it will be accepted."""
    kinds = {account.appid: account.kind for account in call.settings.accounts}
    token = call.query.get("access_token")
    return kinds.get(tokens.owner(call.db, token) if token else call.query.get("appid") or _field(call, "appid"))


def _aimed_at(call: Call) -> str | None:
    """Whom a call is about, whether or not it will be accepted."""
    if call.query.get("openid"):
        return call.query["openid"]
    if call.query.get("js_code"):
        return codes.owner(call.db, call.query["js_code"])
    return _field(call, "touser") or _field(call, "openid") or codes.owner(call.db, _field(call, "code"))


def _field(call: Call, name: str) -> str:
    """A text of the body; empty when there is no body that can be read."""
    try:
        return call.text(name)
    except ApiError:
        return ""


def _read(row: sqlite3.Row) -> Fault:
    return Fault(**{name: row[name] for name in row.keys() if name != "id"})  # noqa: SIM118 — a Row is no dict
