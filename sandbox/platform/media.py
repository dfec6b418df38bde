"""Pictures that wait for their check: really fetched, judged as a tester has ordered, told of by an event."""

from __future__ import annotations

import ipaddress
import sqlite3
import threading
from typing import Any
from urllib.parse import urlsplit

import requests

from sandbox.platform.push.delivery import deliver
from sandbox.platform.push.events import media_checked
from sandbox.platform.state import Platform

LOOK_EVERY_SECONDS = 0.1
TAKES_SECONDS = 1.0  # on the stand-in's own clock
LARGEST = 10 * 1024 * 1024  # WeChat: at most 10 MB
PATIENCE = 5
NOT_FETCHED = -1008


def enqueue(db: sqlite3.Connection, trace_id: str, openid: str, url: str, now: float) -> None:
    db.execute(
        "INSERT INTO media_jobs (trace_id, openid, url, due_at) VALUES (?, ?, ?, ?)",
        (trace_id, openid, url, now + TAKES_SECONDS),
    )


def order_verdict(db: sqlite3.Connection, openid: str, suggest: str) -> None:
    """The next picture of this person is judged so (pass, review, risky), or stays without an event (silent)."""
    db.execute("INSERT INTO media_verdicts (openid, suggest) VALUES (?, ?)", (openid, suggest))


def keep_checking(platform: Platform) -> threading.Thread:
    """Judge pictures when their time comes, until the stand-in stops."""

    def run() -> None:
        while not platform.stopping.wait(LOOK_EVERY_SECONDS):
            for job, suggest in _due(platform):
                _judge(platform, job, suggest)

    thread = threading.Thread(target=run, name="media checks", daemon=True)
    thread.start()
    return thread


def _due(platform: Platform) -> list[tuple[sqlite3.Row, str]]:
    with platform.store.transaction() as db:
        jobs = db.execute("DELETE FROM media_jobs WHERE due_at <= ? RETURNING *", (platform.clock.now(),)).fetchall()
        return [(job, _ordered_for(db, job["openid"])) for job in jobs]


def _ordered_for(db: sqlite3.Connection, openid: str) -> str:
    row = db.execute(
        "DELETE FROM media_verdicts WHERE id = (SELECT MIN(id) FROM media_verdicts WHERE openid = ?) RETURNING suggest",
        (openid,),
    ).fetchone()
    return str(row["suggest"]) if row else "pass"


def _judge(platform: Platform, job: sqlite3.Row, suggest: str) -> None:
    if suggest == "silent":
        return
    account, errcode = platform.settings.mini, 0 if _can_be_fetched(job["url"]) else NOT_FETCHED
    event: dict[str, Any] = media_checked(
        account, job["openid"], job["trace_id"], errcode, suggest, int(platform.clock.now())
    )
    deliver(platform, account, event)


def _can_be_fetched(url: str) -> bool:
    """WeChat fetches the picture itself; here only from this machine."""
    try:
        if not ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback:
            return False
        with requests.get(url, timeout=PATIENCE, stream=True, allow_redirects=False) as answer:
            return answer.ok and len(answer.raw.read(LARGEST + 1)) <= LARGEST
    except (requests.RequestException, ValueError):
        return False
