"""Pushes as a forger, a broken cable or a wrong clock would make them: each family of bad input.

Some bend what travels. Others bend what is sealed and sign it well, as only somebody could who knows the keys:
those reach the app's reading of the decrypted.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace

from sandbox.platform.push import crypto
from sandbox.platform.push.envelope import Envelope, reseal
from sandbox.platform.settings import Account

Bend = Callable[[Envelope, Account], Envelope]
RANDOM = b"forged by nobody"  # the 16 bytes before every message


def bend(envelope: Envelope, account: Account, family: str | None) -> Envelope:
    """The envelope bent in the way named, or in any."""
    chosen = family or random.choice(families_of(account))  # noqa: S311 — a dice
    return FAMILIES[chosen](envelope, account)


def families_of(account: Account) -> list[str]:
    """The families that mean something in this account's mode."""
    return sorted(OF_ANY if account.push_mode == "plaintext" else FAMILIES)


def _old(envelope: Envelope, _account: Account) -> Envelope:
    """A push recorded yesterday, played again."""
    stamp = int(envelope.query["timestamp"]) - 86400
    return replace(envelope, query={**envelope.query, "timestamp": str(stamp)})


def _query(**changes: str | None) -> Bend:
    def bent(envelope: Envelope, _account: Account) -> Envelope:
        query = {**envelope.query, **changes}
        return replace(envelope, query={name: value for name, value in query.items() if value is not None})

    return bent


def _repeated(envelope: Envelope, _account: Account) -> Envelope:
    """Which of two signatures counts is anybody's guess."""
    return replace(envelope, again={name: "0" * 40 for name in envelope.query if name.endswith("signature")})


def _body(change: Callable[[bytes, Account], bytes]) -> Bend:
    return lambda envelope, account: replace(envelope, body=change(envelope.body, account))


def _other_cipher(body: bytes, _account: Account) -> bytes:
    """Letters of the cipher text changed on the way: the signature no longer fits."""
    middle = len(body) // 2
    return body[:middle] + (b"AAAA" if body[middle : middle + 4] != b"AAAA" else b"BBBB") + body[middle + 4 :]


def _plaintext(_body: bytes, account: Account) -> bytes:
    return _message(account.push_format)


def _doctype(body: bytes, account: Account) -> bytes:
    return b"{" if account.push_format == "json" else b'<!DOCTYPE xml [<!ENTITY x "x">]>' + body


def _not_base64(_body: bytes, account: Account) -> bytes:
    wrapped = b'{"Encrypt":"%s"}' if account.push_format == "json" else b"<xml><Encrypt>%s</Encrypt></xml>"
    return wrapped % base64.b64encode(b"too short")


def _sealed(write: Callable[[Account], bytes]) -> Bend:
    """Something else under the seal, which is a good one."""
    return lambda envelope, account: reseal(envelope, account, crypto.lock(account.aes_key, write(account)))


def _laid_out(message: bytes, account: Account) -> bytes:
    return crypto.laid_out(message, account.appid, RANDOM)


def _wrong_pad(account: Account) -> bytes:
    """The first byte of the padding is none."""
    plain = _laid_out(_message(account.push_format), account)
    start = len(plain) - plain[-1]
    return plain[:start] + b"\0" + plain[start + 1 :]


def _foreign_appid(account: Account) -> bytes:
    return crypto.laid_out(_message(account.push_format), "wx0000000000000000", RANDOM)


def _too_long(account: Account) -> bytes:
    """A length far beyond the end."""
    return crypto.laid_out(_message(account.push_format), account.appid, RANDOM, length=1 << 20)


def _short_cipher(envelope: Envelope, account: Account) -> Envelope:
    """The cipher text ends in the middle of a block, and is signed like that."""
    whole = crypto.lock(account.aes_key, _laid_out(b"x" * 99, account))
    return reseal(envelope, account, base64.b64encode(base64.b64decode(whole)[:-7]).decode())


def _message(push_format: str) -> bytes:
    fields = {"ToUserName": "gh_forged", "FromUserName": "oForged", "CreateTime": 1, "MsgType": "text", "Content": "x"}
    if push_format == "json":
        return json.dumps(fields, separators=(",", ":")).encode()
    return b"<xml>%s</xml>" % "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()).encode()


def _of_other_format(account: Account) -> bytes:
    return _laid_out(_message("xml" if account.push_format == "json" else "json"), account)


def _not_utf8(account: Account) -> bytes:
    return _laid_out(b"\xff\xfe" + _message(account.push_format), account)


def _sealed_doctype(account: Account) -> bytes:
    return _laid_out(_doctype(_message(account.push_format), account), account)


OF_ANY: dict[str, Bend] = {
    "bad_signature": _query(msg_signature="0" * 40, signature="0" * 40),
    "no_signature": _query(msg_signature=None, signature=None),
    "repeated_signature": _repeated,
    "old_timestamp": _old,
    "cipher_text": _body(_other_cipher),
    "plaintext": _body(_plaintext),
    "doctype": _body(_doctype),
    "not_base64": _body(_not_base64),
    "empty": _body(lambda _body, _account: b""),
    "not_utf8": _body(lambda body, _account: b"\xff\xfe" + body),
    "too_large": _body(lambda body, _account: body + b" " * 70_000),
}
OF_SEALED: dict[str, Bend] = {  # where nothing is encrypted they mean nothing
    "bare_signature": _query(msg_signature=None),
    "foreign_appid": _sealed(_foreign_appid),
    "wrong_pad": _sealed(_wrong_pad),
    "too_long": _sealed(_too_long),
    "short_cipher_text": _short_cipher,
    "sealed_doctype": _sealed(_sealed_doctype),
    "sealed_not_utf8": _sealed(_not_utf8),
    "other_format": _sealed(_of_other_format),
}
FAMILIES = OF_ANY | OF_SEALED
