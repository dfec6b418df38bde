"""Text as a loudspeaker says it: dates, times and numbers in words, nothing that only the eye can read."""

from __future__ import annotations

import re
from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
PHONE_DIGITS = "零幺二三四五六七八九"  # 一 and 七 sound alike over a loudspeaker
PLACES = ("", "十", "百", "千")
MEASURES = "个位名天次家户点人条件岁年"

_LINK = re.compile(r"(?:https?://|www\.)[\w\-./?%&=#:~+]*|[\w.]+@[\w.]+|#小程序://\S+")
_EMOJI = re.compile("[\u2190-\u2bff\u3030\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e0fff]")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ](\d{7,8})(?!\d)")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?:日|号)?(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})(?:日|号)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_RANGE = re.compile(r"(?<=\d)\s*[-－—–~～至]\s*(?=\d)")
_GAP = re.compile(r"(?<=\d)\s+(?=\d)")
_CLOCK = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|晚上|傍晚)?\s*(?<!\d)([01]?\d|2[0-4])[:：]([0-5]\d)(?::[0-5]\d)?(?!\d)"
)
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def spoken(text: str) -> str:
    """The text in words: 12月3日 9:30 becomes 十二月三日上午九点半. Links, e-mail and emoji are left out."""
    text = _EMOJI.sub("", _LINK.sub("", text))
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return re.sub(r"[ \t\u3000]+", "", text)


def number(value: int) -> str:
    """A whole number as it is said: 105 is 一百零五, 12 is 十二. From a hundred million on, digit by digit."""
    if value >= 10**8:
        return digits(str(value))
    if value >= 10_000:
        head, rest = divmod(value, 10_000)
        gap = "零" if 0 < rest < 1000 else ""
        return f"{number(head)}万{gap}{_below_ten_thousand(rest) if rest else ''}"
    said = _below_ten_thousand(value) or "零"
    return said.removeprefix("一") if 10 <= value < 20 else said


def digits(text: str, names: str = DIGITS) -> str:
    """Digit by digit, as years and phone numbers are said."""
    return "".join(names[int(digit)] for digit in text if digit.isdecimal())


def _below_ten_thousand(value: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return said


def _say_clock(found: re.Match[str]) -> str:
    """Half past nine in the morning, unless the text says itself what time of day it is."""
    hour, minute = int(found[2]), int(found[3])
    part = found[1] or _part_of_day(hour)
    hour = hour if hour <= 12 else hour - 12
    said = "两" if hour == 2 else number(hour)
    if minute == 0:
        return f"{part}{said}点"
    if minute == 30:
        return f"{part}{said}点半"
    return f"{part}{said}点{'零' if minute < 10 else ''}{number(minute)}分"


def _part_of_day(hour: int) -> str:
    for before, part in ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午")):
        if hour < before:
            return part
    return "晚上"


def _say_number(found: re.Match[str]) -> str:
    whole, _, fraction = found[0].partition(".")
    if fraction:
        return f"{number(int(whole))}点{digits(fraction)}"
    if len(whole) > 1 and whole.startswith("0"):
        return digits(whole)
    follows = found.string[found.end() : found.end() + 1]
    return "两" if whole == "2" and follows and follows in MEASURES else number(int(whole))


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_PHONE, lambda found: "，".join(digits(part, PHONE_DIGITS) for part in found.groups())),
    (_LANDLINE, lambda found: "，".join(digits(part, PHONE_DIGITS) for part in found.groups())),
    (_DATE, lambda found: f"{digits(found[1])}年{number(int(found[2]))}月{number(int(found[3]))}日"),
    (_MONTH_DAY, lambda found: f"{number(int(found[1]))}月{number(int(found[2]))}日"),
    (_YEAR, lambda found: f"{digits(found[1])}年"),
    (_RANGE, lambda _: "到"),
    (_GAP, lambda _: "，"),
    (_CLOCK, _say_clock),
    (_PER_CENT, lambda found: f"百分之{_say_number(_NUMBER.match(found[1]) or found)}"),
    (_NUMBER, _say_number),
)
