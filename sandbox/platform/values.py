"""What may stand in a field of a subscribe message: the key's letters are its type (thing1, time2)."""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_CLOCK = "(?:2[0-3]|[01]?[0-9]):[0-5][0-9](?::[0-5][0-9])?"
_DATES = (
    rf"[0-9]{{4}}年{_MONTH}月(?:{_DAY}日)?",
    rf"{_MONTH}月{_DAY}日",
    rf"[0-9]{{4}}([-/.]){_MONTH}(?:\{{n}}{_DAY})?",  # one kind of separator: the first comes back
    rf"{_MONTH}[-/.]{_DAY}",
)


def _date(group: int) -> str:
    return "(?:" + "|".join(each.replace("{n}", str(group)) for each in _DATES) + ")"


def _range(one: str, other: str) -> re.Pattern[str]:
    return re.compile(f"{one}(?: ?~ ?{other})?")


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
PATTERNS = {
    "number": re.compile(r"(?=.{1,32}$)[0-9]+(?:\.[0-9]+)?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(rf"[^\w\s\x00-\x1f{HAN}]{{1,5}}"),
    "character_string": re.compile(r"[\x21-\x7e]{1,32}"),
    "time": _range(rf"(?:{_date(1)} ?)?{_CLOCK}", rf"(?:{_date(2)} ?)?{_CLOCK}"),
    "date": _range(rf"{_date(1)}(?: ?{_CLOCK})?", rf"{_date(2)}(?: ?{_CLOCK})?"),
    "amount": re.compile(r"[¥￥$€£]?[0-9]{1,10}(?:\.[0-9]+)?元?"),
    "phone_number": re.compile(r"[0-9+\-() ]{1,17}"),
    "car_number": re.compile(rf"[A-Za-z0-9{HAN}][A-Za-z0-9]{{0,6}}[A-Za-z0-9{HAN}]"),
    "phrase": re.compile(rf"[{HAN}]{{1,5}}"),
}


def accepts(key: str, value: object, allowed: tuple[str, ...] = ()) -> bool:
    """Whether WeChat takes this value; numbers may come as JSON numbers."""
    kind = key.rstrip("0123456789")
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        return False
    if kind == "thing":
        return _is_thing(text)
    if kind == "name":
        return _is_name(text)
    if kind == "enum":
        return text in allowed
    return kind in PATTERNS and PATTERNS[kind].fullmatch(text) is not None


def _is_thing(text: str) -> bool:
    """At most 20 characters (counted in UTF-16 units here: how WeChat counts emoji is not documented)."""
    return 1 <= len(text.encode("utf-16-le")) // 2 <= 20 and not CONTROL.search(text)


def _is_name(text: str) -> bool:
    """At most 10 characters with any Chinese one among them, else 20; no digits."""
    longest = 10 if re.search(f"[{HAN}]", text) else 20
    return 1 <= len(text) <= longest and not CONTROL.search(text) and not re.search(r"\d", text)
