"""WeChat's side of message push, for tests: written from its description, sharing nothing with wechat/push.

Everything that a careless or a hostile sender may get wrong can be asked for.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

VECTORS = {each["id"]: each for each in json.loads(Path(__file__).with_name("vectors.json").read_text())["published"]}

RANDOM = b"0123456789abcdef"


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


@dataclass
class Sender:
    """One account as WeChat knows it. `at` is the second that stands in the query."""

    appid: str = "wx-push-test"
    token: str = "pushtoken"
    aes_key: str = "A" * 42 + "E"
    form: str = "json"
    nonce: str = "nonce-1"
    extra: dict[str, Any] = field(default_factory=dict)

    def query(self, at: int, sealed: str | None = None) -> dict[str, Any]:
        stamp = str(at)
        query = {"signature": sha1(self.token, stamp, self.nonce), "timestamp": stamp, "nonce": self.nonce}
        if sealed is not None:
            signed = sha1(self.token, stamp, self.nonce, sealed)
            query |= {"encrypt_type": "aes", "msg_signature": signed}
        return query | {"openid": "openid-of-the-query"} | self.extra

    def body(self, fields: dict[str, Any]) -> bytes:
        if self.form == "json":
            return json.dumps(fields, ensure_ascii=False).encode()
        return b"<xml>" + "".join(map(_element, fields.items())).encode() + b"</xml>"

    def plain(self, fields: dict[str, Any], at: int) -> tuple[dict[str, Any], bytes]:
        return self.query(at), self.body(fields)

    def sealed(self, message: dict[str, Any] | bytes, at: int, **how: Any) -> tuple[dict[str, Any], bytes]:
        """Query and body of a sealed push; `how` goes to `seal`."""
        inner = message if isinstance(message, bytes) else self.body(message)
        cipher = seal(inner, self.aes_key, how.pop("appid", self.appid), **how)
        return self.wrapped(cipher, at)

    def wrapped(self, cipher: str, at: int, **outside: Any) -> tuple[dict[str, Any], bytes]:
        return self.query(at, cipher), self.body({"ToUserName": "gh_test", **outside, "Encrypt": cipher})


def seal(message: bytes, aes_key: str, appid: str, *, length: int | None = None, pad: bytes | None = None) -> str:
    key = base64.b64decode(aes_key + "=")
    size = len(message) if length is None else length
    plain = RANDOM + size.to_bytes(4, "big") + message + appid.encode()
    missing = 32 - len(plain) % 32
    plain += bytes([missing]) * missing if pad is None else pad
    plain += b"\0" * (-len(plain) % 16)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def unsealed(cipher: str, aes_key: str) -> tuple[str, str]:
    """Message and appid."""
    key = base64.b64decode(aes_key + "=")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(base64.b64decode(cipher)) + decryptor.finalize()
    plain = plain[: -plain[-1]]
    end = 20 + int.from_bytes(plain[16:20], "big")
    return plain[20:end].decode(), plain[end:].decode()


def _element(item: tuple[str, Any]) -> str:
    name, value = item
    if isinstance(value, list):
        return "".join(_element((name, each)) for each in value)
    if isinstance(value, dict):
        return f"<{name}>{''.join(map(_element, value.items()))}</{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"
