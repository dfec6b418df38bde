"""The chat between a person and the Official Account: what they do is pushed, what comes back is shown."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from sandbox.platform import followers, outbox
from sandbox.platform.push import replies
from sandbox.platform.push.delivery import PARKED, deliver
from sandbox.platform.push.events import complete
from sandbox.platform.push.replies import BANNER, Shown
from sandbox.platform.state import Platform

Note = Callable[[sqlite3.Connection, sqlite3.Row, float], None]


def follow(platform: Platform, person: str, scene: str | None = None) -> Shown:
    """WeChat: through a code the event carries qrscene_ and the scene."""
    key = f"qrscene_{scene}" if scene else ""
    event = {"MsgType": "event", "Event": "subscribe", "EventKey": key}
    return _tell(platform, person, event, lambda db, row, now: followers.follow(db, row["openid"], scene, now))


def unfollow(platform: Platform, person: str) -> Shown:
    event = {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}
    return _tell(platform, person, event, lambda db, row, _now: followers.unfollow(db, row["openid"]))


def say(platform: Platform, person: str, text: str) -> Shown:
    message = {"MsgType": "text", "Content": text, "MsgId": secrets.randbelow(10**18) + 10**18}

    def note(db: sqlite3.Connection, row: sqlite3.Row, now: float) -> None:
        followers.write(db, row["openid"], now)
        _say(db, row["openid"], text, now)

    return _tell(platform, person, message, note)


def click(platform: Platform, person: str, key: str, label: str = "") -> Shown:
    event = {"MsgType": "event", "Event": "CLICK", "EventKey": key}

    def note(db: sqlite3.Connection, row: sqlite3.Row, now: float) -> None:
        followers.act(db, row["openid"], now)
        _say(db, row["openid"], f"［菜单］{label or key}", now)

    return _tell(platform, person, event, note)


def scan(platform: Platform, person: str, scene: str) -> Shown:
    """WeChat: SCAN for a follower, else they follow by scanning."""
    with platform.store.transaction() as db:
        is_following = followers.of_person(db, platform.settings, person)["following"]
    if not is_following:
        return follow(platform, person, scene)
    event = {"MsgType": "event", "Event": "SCAN", "EventKey": scene}
    return _tell(platform, person, event, lambda db, row, now: followers.act(db, row["openid"], now))


def _say(db: sqlite3.Connection, openid: str, text: str, now: float) -> None:
    db.execute("INSERT INTO said (openid, text, at) VALUES (?, ?, ?)", (openid, text, now))


def _tell(platform: Platform, person: str, message: dict[str, Any], note: Note) -> Shown:
    """Note what the person did, push it, and show what comes back; not to be called inside a transaction."""
    account, now = platform.settings.oa, platform.clock.now()
    with platform.store.transaction() as db:
        row = followers.of_person(db, platform.settings, person)
        note(db, row, now)
    whole = complete(account, {"FromUserName": row["openid"], **message}, int(now))
    pushed = deliver(platform, account, whole)
    if pushed is PARKED or not account.callback:
        return Shown()
    shown = replies.read(account, row["openid"], pushed.status, pushed.body)
    if message.get("Event") != "unsubscribe":
        with platform.store.transaction() as db:
            _show(db, row["person"], shown, platform.clock.now())
    return shown


def _show(db: sqlite3.Connection, person: str, shown: Shown, now: float) -> None:
    if shown.text is not None:
        outbox.record(db, outbox.Message(person, "chat", None, {"text": shown.text}, None), now)
    elif shown.problem is not None:
        data = {"banner": BANNER, "problem": shown.problem}
        outbox.record(db, outbox.Message(person, "chat", None, data, None), now, errcode=-1)
