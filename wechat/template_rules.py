"""What WeChat accepts in the fields of a message template (wechat.md §4). Anything else is error 47003.

A cleaner takes a value and returns what to send, or None when no cleaning can save it. Words may be
shortened; numbers and dates never, for a shortened one is a wrong one.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Value = str | datetime.datetime
Cleaner = Callable[[Value], str | None]

THING_UNITS = 20
HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
# Pictographs, dingbats, flags, and what joins or colours them. ℃, ㎡, № and ① are none of them.
EMOJI = re.compile(
    "[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u20e3\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e0fff]"
)

_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"  # WeChat refuses fractions of a second
_YEAR, _MONTH, _DAY = r"[0-9]{4}", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = "|".join(
    [f"{_YEAR}年{_MONTH}月(?:{_DAY}日)?", f"{_MONTH}月{_DAY}日"]
    + [f"{_YEAR}{mark}{_MONTH}(?:{mark}{_DAY})?" for mark in ("-", "/", r"\.")]  # one kind of mark throughout
)


def _range_of(moment: str) -> str:
    return f"(?:{moment})(?: ?~ ?(?:{moment}))?"


def _thing(value: Value) -> str | None:
    if not isinstance(value, str):
        return None
    visible = "".join(" " if character.isspace() else character for character in EMOJI.sub("", value))
    kept = "".join(character for character in visible if unicodedata.category(character)[0] != "C")
    return _shortened(" ".join(kept.split())) or None


def _shortened(text: str) -> str:
    """At most 20 UTF-16 units, as WeChat (we believe) counts; a rare character takes two and stays whole."""
    if _units(text) <= THING_UNITS:
        return text
    text = text[: THING_UNITS - 1]
    while _units(text) > THING_UNITS - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _matching(pattern: str) -> Cleaner:
    compiled = re.compile(pattern)

    def clean(value: Value) -> str | None:
        return value.strip() if isinstance(value, str) and compiled.fullmatch(value.strip()) else None

    return clean


def _instant_or(pattern: str) -> Cleaner:
    written = _matching(pattern)

    def clean(value: Value) -> str | None:
        return written(value) if isinstance(value, str) else _local(value)

    return clean


def _local(instant: datetime.datetime) -> str | None:
    if instant.tzinfo is None:
        return None
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


CLEANERS: dict[str, Cleaner] = {
    "thing": _thing,
    "phrase": _matching(f"[{HAN}]{{1,5}}"),
    "name": _matching(rf"(?=.*[{HAN}])[^\d\x00-\x1f]{{1,10}}|[^\d\x00-\x1f{HAN}]{{1,20}}"),
    "time": _instant_or(_range_of(rf"(?:(?:{_DATE}) ?)?{_CLOCK}")),
    "date": _instant_or(_range_of(rf"(?:{_DATE})(?: ?{_CLOCK})?")),
    "number": _matching(r"(?=[0-9.]{1,32}$)[0-9]+(?:\.[0-9]+)?"),
    "amount": _matching(r"[¥￥$€£]?[0-9]{1,10}(?:\.[0-9]{1,2})?元?"),
    "letter": _matching(r"[A-Za-z]{1,32}"),
    "symbol": _matching(rf"[^\w\s{HAN}]{{1,5}}"),
    "character_string": _matching(r"[\x21-\x7e]{1,32}"),
    "phone_number": _matching(r"[0-9+\-()*#]{1,17}"),
    "car_number": _matching(rf"[A-Z0-9{HAN}][A-Z0-9]{{0,6}}[A-Z0-9{HAN}]"),
}
