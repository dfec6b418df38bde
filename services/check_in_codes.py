"""Codes to be shown as a picture and scanned: signed, short, kept nowhere.

A code carries the second it was made and a signature over what it opens. Its age is counted from
there, so every code lives equally long, whenever it was asked for.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import hmac
import struct
from dataclasses import dataclass

from models.encryption import key_ring
from services.errors import Conflict, Invalid

NEW_EVERY = datetime.timedelta(seconds=30)
LIVES = datetime.timedelta(seconds=60)  # deters forwarded photos; live video it cannot (features P6)
CLOCK_SKEW = datetime.timedelta(seconds=5)  # between the web hosts

SIGNATURE_BYTES = 8
PERSON_MARK = "P"


class CodeInvalid(Invalid):
    code = "code_invalid"
    message = "这个二维码不是本次签到用的，请扫现场的签到码"


class CodeExpired(Conflict):
    code = "code_expired"
    message = "签到码已过期，请扫屏幕上现在的码，或请书记点名"


@dataclass(frozen=True, slots=True)
class Code:
    """`expires_at` is when it stops opening anything; a screen shows a new one from `next_at` on."""

    code: str
    expires_at: datetime.datetime
    next_at: datetime.datetime


def code_for(subject: str, subject_id: int, now: datetime.datetime) -> Code:
    """A fresh code that opens one thing: `subject` is its noun (party_day), for a minute."""
    second = int(now.timestamp())
    made_at = _instant(second)
    return Code(_sealed(subject, subject_id, second), made_at + LIVES, made_at + NEW_EVERY)


def verify(code: str, subject: str, subject_id: int, now: datetime.datetime) -> None:
    """Raise CodeInvalid for what is no code of this subject, CodeExpired for one older than a minute."""
    made_at = _opened(code, subject, subject_id)
    if made_at > now + CLOCK_SKEW:
        raise CodeInvalid()
    if made_at + LIVES < _whole_second(now):
        raise CodeExpired()


def person_code(person_id: int, now: datetime.datetime) -> str:
    """A member's own code for the secretary to scan, also where there is no signal; it names the person."""
    return f"{PERSON_MARK}{person_id}.{_sealed('person', person_id, int(now.timestamp()))}"


def read_person_code(code: str, *, scanned_at: datetime.datetime, lives: datetime.timedelta) -> int:
    """Whose code was scanned at that instant; raises CodeInvalid or CodeExpired."""
    number, dot, sealed = code.removeprefix(PERSON_MARK).partition(".")
    if not (code.startswith(PERSON_MARK) and dot and number.isascii() and number.isdecimal() and len(number) < 10):
        raise CodeInvalid("code_invalid", "这不是党员的个人码，请对方打开“我的码”")
    made_at = _opened(sealed, "person", int(number))
    # The secretary's phone may be a little behind the clock that made the code.
    if not made_at - LIVES <= scanned_at <= made_at + lives:
        raise CodeExpired("code_expired", "个人码已过期，请对方刷新后再扫，或直接点名")
    return int(number)


def _sealed(subject: str, subject_id: int, second: int) -> str:
    signature = _signature(subject, subject_id, second)
    return base64.urlsafe_b64encode(struct.pack(">I", second) + signature).decode()


def _opened(code: str, subject: str, subject_id: int) -> datetime.datetime:
    """When the code was made; raises CodeInvalid unless this very code is ours and for this subject."""
    try:
        raw = base64.b64decode(code.encode("ascii"), altchars=b"-_", validate=True)
        second, signature = struct.unpack(f">I{SIGNATURE_BYTES}s", raw)
    except (UnicodeEncodeError, binascii.Error, struct.error) as error:
        raise CodeInvalid() from error
    if not hmac.compare_digest(signature, _signature(subject, subject_id, second)):
        raise CodeInvalid()
    return _instant(second)


def _signature(subject: str, subject_id: int, second: int) -> bytes:
    said = f"{subject}:{subject_id}:{second}".encode()
    return hmac.new(key_ring.signing_key("check_in"), said, hashlib.sha256).digest()[:SIGNATURE_BYTES]


def _instant(second: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(second, tz=datetime.UTC)


def _whole_second(instant: datetime.datetime) -> datetime.datetime:
    return instant.replace(microsecond=0)
