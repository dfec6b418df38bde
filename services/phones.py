"""Mainland mobile numbers: one spelling, masked wherever they are shown."""

from __future__ import annotations

import re
import unicodedata

from models.encryption import key_ring
from services.errors import Invalid

MOBILE = re.compile(r"1[0-9]{10}")


def normal_phone(text: str, *, field: str = "phone") -> str:
    """The eleven digits of a mobile number however it was typed (+86, spaces, hyphens, ０-９).

    Raises Invalid, which names the `field` it was typed into.
    """
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if not MOBILE.fullmatch(digits):
        raise Invalid("phone_invalid", "手机号应为 11 位数字，请检查后再填", {field: "手机号应为 11 位数字"})
    return digits


def masked(tail: str) -> str:
    """A phone number as lists show it: only its last four digits, or nothing at all."""
    return f"*******{tail}" if tail else ""


def phone_columns(phone: str) -> dict[str, str]:
    """What a row stores of a (normal) phone number: cipher text, look-up hash, tail."""
    return {"phone": phone, "phone_hash": key_ring.look_up_hash(phone), "phone_tail": phone[-4:]}
