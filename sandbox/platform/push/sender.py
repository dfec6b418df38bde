"""Delivering a push to the app, once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import requests

from sandbox.platform.push.envelope import Envelope, seal
from sandbox.platform.settings import Account
from sandbox.platform.state import Platform

PATIENCE = 5  # WeChat: disconnects after five seconds


@dataclass(frozen=True)
class Pushed:
    """What the app answered; no status when nobody did, and then the body says why."""

    status: int | None
    body: str


def push(
    platform: Platform,
    account: Account,
    message: dict[str, Any],
    *,
    timestamp: int | None = None,
    nonce: str | None = None,
) -> Pushed:
    """Send once and note it. Never raises for what the app does. Not to be called inside a transaction."""
    if not account.callback:
        return Pushed(None, "no callback is configured for this account")
    return send(platform, account, message, sealed(platform, account, message, timestamp=timestamp, nonce=nonce))


def sealed(
    platform: Platform,
    account: Account,
    message: dict[str, Any],
    *,
    timestamp: int | None = None,
    nonce: str | None = None,
) -> Envelope:
    """A fresh envelope around the message: the time is now, unless told otherwise."""
    stamp = int(platform.clock.now()) if timestamp is None else timestamp
    return seal(account, message, stamp, nonce or str(secrets.randbelow(10**10)))


def send(
    platform: Platform, account: Account, message: dict[str, Any], envelope: Envelope, *, note: str = ""
) -> Pushed:
    """Post an envelope and note what came back; `note` says what was wrong with it."""
    pushed = _post(account.callback, envelope)
    event = str(message.get("Event") or message.get("MsgType") or "")
    with platform.store.transaction() as db:
        db.execute(
            "INSERT INTO pushes (account, event, at, status, answer) VALUES (?, ?, ?, ?, ?)",
            (account.kind, event + note, platform.clock.now(), pushed.status, pushed.body),
        )
    return pushed


def _post(url: str, envelope: Envelope) -> Pushed:
    """Straight to the app: no proxy of the environment, no redirect."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(
                url,
                params=[*envelope.query.items(), *envelope.again.items()],
                data=envelope.body,
                headers={"Content-Type": envelope.content_type, "User-Agent": "Mozilla/4.0"},
                timeout=PATIENCE,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return Pushed(None, type(error).__name__)
        answer.encoding = "utf-8"
        return Pushed(answer.status_code, answer.text)
