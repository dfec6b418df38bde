"""Local days. Instants are UTC everywhere; a day is a day in Asia/Shanghai and ends at its midnight."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(instant: datetime.datetime) -> datetime.date:
    """The local day an instant falls on."""
    return instant.astimezone(SHANGHAI).date()


def day_starts(day: datetime.date) -> datetime.datetime:
    """The instant (UTC) at which a local day begins."""
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=SHANGHAI)
    return midnight.astimezone(datetime.UTC)


def spoken(instant: datetime.datetime, *, now: datetime.datetime) -> str:
    """An instant as people say it: 今天 15:00, 明天 09:30, 11月28日 09:00, 2027年1月3日 09:00."""
    local, today = instant.astimezone(SHANGHAI), local_day(now)
    away = (local.date() - today).days
    if away in (0, 1):
        day = ("今天", "明天")[away]
    elif local.year == today.year:
        day = f"{local.month}月{local.day}日"
    else:
        day = f"{local.year}年{local.month}月{local.day}日"
    return f"{day} {local:%H:%M}"


def in_full(instant: datetime.datetime) -> str:
    """An instant as papers, exports and WeChat's `time` fields have it: 2026年11月28日 15:00."""
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def dated(instant: datetime.datetime, *, now: datetime.datetime) -> str:
    """For words that may be read on another day: 11月28日（周六）15:00, next year 2027年1月3日（周日）09:00."""
    local = instant.astimezone(SHANGHAI)
    year = "" if local.year == local_day(now).year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日（周{'一二三四五六日'[local.weekday()]}）{local:%H:%M}"


def spoken_span(starts_at: datetime.datetime, ends_at: datetime.datetime, *, now: datetime.datetime) -> str:
    """From when to when: 今天 15:00—17:00, and with the second day where it is another."""
    is_one_day = local_day(starts_at) == local_day(ends_at)
    ends = f"{ends_at.astimezone(SHANGHAI):%H:%M}" if is_one_day else spoken(ends_at, now=now)
    return f"{spoken(starts_at, now=now)}—{ends}"
