"""How many calls a day WeChat allows (wechat.md §1, §4). An account's own figures stand in its console."""

from __future__ import annotations

DAILY_LIMITS: dict[str, int] = {
    "cgi-bin/token": 2_000,
    "cgi-bin/stable_token": 500_000,
    "cgi-bin/message/subscribe/send": 10_000_000,
    "cgi-bin/message/template/send": 100_000,
    "cgi-bin/message/custom/send": 500_000,
    "cgi-bin/menu/create": 1_000,
    "cgi-bin/qrcode/create": 100_000,
    "wxa/msg_sec_check": 2_000_000,
    "wxa/media_check_async": 200_000,
    "wxa/generate_urllink": 500_000,
}


class BadQuotaSetting(ValueError):
    """The setting of daily limits cannot be read; the message says which part."""


def parse_daily_limits(setting: str) -> dict[str, int]:
    """The limits with an account's own ones, `api:calls,api:calls`. Raises BadQuotaSetting."""
    limits = dict(DAILY_LIMITS)
    for part in filter(None, map(str.strip, setting.split(","))):
        api, _, calls = (word.strip() for word in part.partition(":"))
        if not api or not calls.isdecimal():
            raise BadQuotaSetting(f"{part!r} is no path of an API with a number of calls")
        limits[api] = int(calls)
    return limits
