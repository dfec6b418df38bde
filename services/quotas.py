"""How much of today's calls at WeChat is used, and a word in time before it is all (wechat.md §1, §4)."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from models.api_uses import ApiUse
from models.unit_of_work import unit_of_work
from services import policies
from services.local_time import local_day

KEPT = datetime.timedelta(days=90)  # to see how the use grows

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """Today's use of one API by one account. `limit` is None where we know of none."""

    appid: str
    api: str
    used: int
    limit: int | None
    is_used_up: bool
    is_nearly_used: bool


def quotas_today(limits: Mapping[str, int], *, now: datetime.datetime) -> list[Quota]:
    """What was asked of WeChat today, the most asked first."""
    percent = int(policies.value("wechat.quota_alert_percent", None, now=now))
    rows = ApiUse.select().where(ApiUse.day == local_day(now)).order_by(ApiUse.used.desc(), ApiUse.id)
    return [_quota(row, limits.get(row.api), percent, now) for row in rows]


def _quota(row: ApiUse, limit: int | None, percent: int, now: datetime.datetime) -> Quota:
    is_used_up = row.used_up_until is not None and row.used_up_until > now
    is_nearly_used = is_used_up or (limit is not None and row.used * 100 >= limit * percent)
    return Quota(row.appid, row.api, row.used, limit, is_used_up, is_nearly_used)


def warn_of_quotas(limits: Mapping[str, int], *, now: datetime.datetime) -> int:
    """Tell whoever watches the logs, once per API and day, before WeChat stops us; answers how many were told of."""
    told = 0
    for quota in quotas_today(limits, now=now):
        if quota.is_nearly_used and _is_first(quota, now=now):
            logger.error("WeChat %s: %s of %s calls used today", quota.api, quota.used, quota.limit or "all")
            told += 1
    return told


@unit_of_work
def _is_first(quota: Quota, *, now: datetime.datetime) -> bool:
    this = (ApiUse.appid == quota.appid) & (ApiUse.api == quota.api) & (ApiUse.day == local_day(now))
    return bool(ApiUse.update(told_at=now).where(this, ApiUse.told_at.is_null()).execute() == 1)


@unit_of_work
def forget_old_uses(*, now: datetime.datetime) -> int:
    deleted: int = ApiUse.delete().where(ApiUse.day < local_day(now - KEPT)).execute()
    return deleted
