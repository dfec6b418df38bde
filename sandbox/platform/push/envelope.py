"""A message as it travels: query and body, in the account's format and mode."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.platform.push.crypto import encrypt, sign
from sandbox.platform.settings import Account


@dataclass(frozen=True)
class Envelope:
    query: dict[str, str]
    body: bytes
    content_type: str
    again: dict[str, str] = field(default_factory=dict)  # parameters that come a second time, in a forgery


def seal(account: Account, message: dict[str, Any], timestamp: int, nonce: str) -> Envelope:
    """WeChat: plaintext sends the fields, security only Encrypt, compatible both.

    `signature` never covers the body; `msg_signature` covers what is encrypted.
    """
    query = {
        "signature": sign(account.push_token, str(timestamp), nonce),
        "timestamp": str(timestamp),
        "nonce": nonce,
        "openid": str(message.get("FromUserName", "")),
    }
    fields = message
    if account.push_mode != "plaintext":
        inner = _write(account.push_format, message)
        sealed = encrypt(account.aes_key, account.appid, inner, secrets.token_bytes(16))
        query["encrypt_type"] = "aes"
        query["msg_signature"] = sign(account.push_token, str(timestamp), nonce, sealed)
        outside = {"ToUserName": account.gh_id} if account.push_mode == "security" else message
        fields = {**outside, "Encrypt": sealed}
    body = _write(account.push_format, fields).encode()
    return Envelope(query, body, "application/json" if account.push_format == "json" else "text/xml")


def reseal(envelope: Envelope, account: Account, sealed: str) -> Envelope:
    """The envelope around another cipher text, well signed."""
    before = _encrypted(envelope.body, account.push_format)
    signed = sign(account.push_token, envelope.query["timestamp"], envelope.query["nonce"], sealed)
    body = envelope.body.replace(before.encode(), sealed.encode())
    return replace(envelope, query={**envelope.query, "msg_signature": signed}, body=body)


def _encrypted(body: bytes, push_format: str) -> str:
    if push_format == "json":
        return str(json.loads(body)["Encrypt"])
    return body.decode().partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]


def _write(push_format: str, fields: dict[str, Any]) -> str:
    if push_format == "json":
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return _element("xml", fields)


def _element(name: str, value: Any) -> str:
    """WeChat: numbers bare, text in CDATA, a list as the same element again and again."""
    if isinstance(value, list):
        return "".join(_element(name, each) for each in value)
    if isinstance(value, dict):
        content = "".join(_element(key, each) for key, each in value.items())
    elif isinstance(value, int):
        content = str(value)
    else:
        content = "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return f"<{name}>{content}</{name}>"
