"""How often WeChat was asked today, for every process together."""

from __future__ import annotations

import datetime
from typing import Any

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField


class ApiUse(BaseModel):
    """Calls of one API by one account on one local day (quotas begin anew at midnight in China).

    `used_up_until` is set when WeChat says that the quota is used up: nobody asks before. `told_at` is
    when we last warned that it soon would be.
    """

    appid = peewee.CharField(max_length=32)
    api = peewee.CharField(max_length=60)
    day = peewee.DateField()
    used = peewee.IntegerField(default=0)
    used_up_until = UTCDateTimeField(null=True)
    told_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("appid", "api", "day"), True),)

    @classmethod
    def add(cls, appid: str, api: str, day: datetime.date, calls: int) -> None:
        cls._make_row(appid, api, day)
        cls.update(used=cls.used + calls).where(cls._is(appid, api, day)).execute()

    @classmethod
    def end(cls, appid: str, api: str, day: datetime.date, until: datetime.datetime) -> None:
        """WeChat takes no more of these until then."""
        cls._make_row(appid, api, day)
        cls.update(used_up_until=until).where(cls._is(appid, api, day)).execute()

    @classmethod
    def used_up(cls, day: datetime.date) -> dict[tuple[str, str], datetime.datetime]:
        """Until when nobody asks, by appid and API."""
        rows = cls.select().where(cls.day == day, cls.used_up_until.is_null(False))
        return {(row.appid, row.api): row.used_up_until for row in rows if row.used_up_until is not None}

    @classmethod
    def _make_row(cls, appid: str, api: str, day: datetime.date) -> None:
        cls.insert(appid=appid, api=api, day=day).on_conflict_ignore().execute()

    @classmethod
    def _is(cls, appid: str, api: str, day: datetime.date) -> Any:
        return (cls.appid == appid) & (cls.api == api) & (cls.day == day)
