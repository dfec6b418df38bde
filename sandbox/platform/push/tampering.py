"""Pushes as a forger, a broken cable or a wrong clock would make them: each family of bad input."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from dataclasses import replace

from sandbox.platform.push.envelope import Envelope
from sandbox.platform.settings import Account


def bend(envelope: Envelope, account: Account, family: str | None) -> Envelope:
    """The envelope bent in the way named, or in any."""
    chosen = family or random.choice(sorted(FAMILIES))  # noqa: S311 — a dice
    return FAMILIES[chosen](envelope, account)


def _old(envelope: Envelope, _account: Account) -> Envelope:
    """A push recorded yesterday, played again."""
    stamp = int(envelope.query["timestamp"]) - 86400
    return replace(envelope, query={**envelope.query, "timestamp": str(stamp)})


def _query(**changes: str | None) -> Callable[[Envelope, Account], Envelope]:
    def bent(envelope: Envelope, _account: Account) -> Envelope:
        query = {**envelope.query, **changes}
        return replace(envelope, query={name: value for name, value in query.items() if value is not None})

    return bent


def _body(change: Callable[[bytes, Account], bytes]) -> Callable[[Envelope, Account], Envelope]:
    return lambda envelope, account: replace(envelope, body=change(envelope.body, account))


def _other_cipher(body: bytes, _account: Account) -> bytes:
    """Letters of the cipher text changed on the way: the signature no longer fits."""
    middle = len(body) // 2
    return body[:middle] + (b"AAAA" if body[middle : middle + 4] != b"AAAA" else b"BBBB") + body[middle + 4 :]


def _plaintext(_body: bytes, account: Account) -> bytes:
    if account.push_format == "json":
        return b'{"ToUserName":"gh_forged","FromUserName":"oForged","CreateTime":1,"MsgType":"text","Content":"x"}'
    return b"<xml><FromUserName>oForged</FromUserName><MsgType>text</MsgType><Content>x</Content></xml>"


def _doctype(body: bytes, account: Account) -> bytes:
    return b"{" if account.push_format == "json" else b'<!DOCTYPE xml [<!ENTITY x "x">]>' + body


def _not_base64(_body: bytes, account: Account) -> bytes:
    wrapped = b'{"Encrypt":"%s"}' if account.push_format == "json" else b"<xml><Encrypt>%s</Encrypt></xml>"
    return wrapped % base64.b64encode(b"too short")


FAMILIES: dict[str, Callable[[Envelope, Account], Envelope]] = {
    "bad_signature": _query(msg_signature="0" * 40, signature="0" * 40),
    "no_signature": _query(msg_signature=None, signature=None),
    "old_timestamp": _old,
    "cipher_text": _body(_other_cipher),
    "plaintext": _body(_plaintext),
    "doctype": _body(_doctype),
    "not_base64": _body(_not_base64),
    "empty": _body(lambda _body, _account: b""),
    "not_utf8": _body(lambda body, _account: b"\xff\xfe" + body),
    "too_large": _body(lambda body, _account: body + b" " * 70_000),
}
