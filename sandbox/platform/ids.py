"""Identifiers in WeChat's shapes."""

from __future__ import annotations

import base64
import hashlib
import secrets


def request_id(now: float) -> str:
    """Three groups of eight hexadecimal digits, the first one the time; trace ids look the same."""
    return f"{int(now):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


def derived_id(*parts: str) -> str:
    """28 characters beginning with o, the same for the same parts: a seed without openids is repeatable."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return "o" + base64.urlsafe_b64encode(digest).decode()[:27]
