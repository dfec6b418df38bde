"""A push on its way: three attempts, later ones, and what a tester lets go wrong with it."""

from __future__ import annotations

import json
import sqlite3
import threading
from typing import Any

from sandbox.platform import faults
from sandbox.platform.faults import Fault
from sandbox.platform.push import sender, tampering
from sandbox.platform.push.envelope import Envelope
from sandbox.platform.push.sender import Pushed
from sandbox.platform.settings import Account
from sandbox.platform.state import Platform

ATTEMPTS = 3  # WeChat: in total
LOOK_EVERY_SECONDS = 0.1
SKEW_SECONDS = 600
REORDERED_WAITS = 10.0  # seconds, should no other push come to overtake it
PARKED = Pushed(None, "it goes out later")


def deliver(platform: Platform, account: Account, message: dict[str, Any]) -> Pushed:
    """Push as WeChat does, unless a fault has it otherwise; answers what the app said in the end.

    Not to be called inside a transaction.
    """
    if not account.callback:
        return Pushed(None, "no callback is configured for this account")
    with platform.store.transaction() as db:
        fault = faults.strike_push(db, account.kind, str(message.get("FromUserName", "")))
        if fault is not None and fault.kind in ("delayed", "reordered"):
            _park(db, account, message, platform.clock.now(), fault)
            return PARKED
    pushed = _attempt(platform, account, message, fault)
    if fault is not None and fault.kind == "duplicate":
        sender.push(platform, account, message)
    _send_overtaken(platform, account)
    return pushed


def later(db: sqlite3.Connection, account: Account, message: dict[str, Any], now: float) -> None:
    """Push when the present call is over: an event may not wait for its own call."""
    db.execute(
        "INSERT INTO parked (account, message, due_at) VALUES (?, ?, ?)",
        (account.kind, json.dumps(message, ensure_ascii=False), now),
    )


def keep_sending(platform: Platform) -> threading.Thread:
    """Send what is parked when its time comes, until the stand-in stops."""

    def run() -> None:
        while not platform.stopping.wait(LOOK_EVERY_SECONDS):
            for account, message in _due(platform):
                _attempt(platform, account, message, None)

    thread = threading.Thread(target=run, name="parked pushes", daemon=True)
    thread.start()
    return thread


def _attempt(platform: Platform, account: Account, message: dict[str, Any], fault: Fault | None) -> Pushed:
    """WeChat: a new timestamp and nonce each time; only an answer ends it. A bent first attempt costs one."""
    pushed = PARKED
    for number in range(ATTEMPTS):
        envelope, note = sender.sealed(platform, account, message), ""
        if fault is not None and number == 0 and fault.kind == "tampered":
            envelope, note = tampering.bend(envelope, account, fault.family), " (tampered)"
        elif fault is not None and number == 0 and fault.kind == "clock_skew":
            envelope, note = _skewed(platform, account, message, fault), " (clock skew)"
        pushed = sender.send(platform, account, message, envelope, note=note)
        if pushed.status == 200 or (pushed.status is not None and pushed.status < 500 and not note):
            break
    return pushed


def _skewed(platform: Platform, account: Account, message: dict[str, Any], fault: Fault) -> Envelope:
    """Well signed, by a clock that is wrong."""
    seconds = SKEW_SECONDS if fault.seconds is None else fault.seconds
    return sender.sealed(platform, account, message, timestamp=int(platform.clock.now() + seconds))


def _park(db: sqlite3.Connection, account: Account, message: dict[str, Any], now: float, fault: Fault) -> None:
    waits = REORDERED_WAITS if fault.kind == "reordered" else (fault.seconds or 1.0)
    db.execute(
        "INSERT INTO parked (account, message, due_at, after_next) VALUES (?, ?, ?, ?)",
        (account.kind, json.dumps(message, ensure_ascii=False), now + waits, fault.kind == "reordered"),
    )


def _send_overtaken(platform: Platform, account: Account) -> None:
    for each, message in _taken(platform, "account = ? AND after_next = 1", (account.kind,)):
        _attempt(platform, each, message, None)


def _due(platform: Platform) -> list[tuple[Account, dict[str, Any]]]:
    return _taken(platform, "due_at <= ?", (platform.clock.now(),))


def _taken(platform: Platform, condition: str, values: tuple[Any, ...]) -> list[tuple[Account, dict[str, Any]]]:
    with platform.store.transaction() as db:
        rows = db.execute(
            f"DELETE FROM parked WHERE {condition} RETURNING id, account, message",  # noqa: S608 — our own words
            values,
        ).fetchall()
    accounts = {each.kind: each for each in platform.settings.accounts}
    return [(accounts[row["account"]], json.loads(row["message"])) for row in sorted(rows, key=lambda row: row["id"])]
