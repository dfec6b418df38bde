"""A word in time: before WeChat stops us, once per API and day."""

import datetime
import logging

from models.api_uses import ApiUse
from services import quotas
from services.local_time import local_day

LIMITS = {"cgi-bin/menu/create": 100}


def use(calls, now, **columns):
    ApiUse.insert(appid="wx1", api="cgi-bin/menu/create", day=local_day(now), used=calls, **columns).execute()


def test_at_four_fifths_somebody_is_told_once(db, now, caplog):
    caplog.set_level(logging.ERROR)
    use(79, now)
    assert quotas.warn_of_quotas(LIMITS, now=now) == 0
    ApiUse.update(used=80).execute()
    assert [quotas.warn_of_quotas(LIMITS, now=now) for _ in range(3)] == [1, 0, 0]

    assert [record.message for record in caplog.records] == ["WeChat cgi-bin/menu/create: 80 of 100 calls used today"]


def test_what_is_used_up_is_told_although_we_know_no_limit(db, now):
    use(5, now, used_up_until=now + datetime.timedelta(hours=3))
    (quota,) = quotas.quotas_today({}, now=now)

    assert (quota.limit, quota.is_used_up, quota.is_nearly_used) == (None, True, True)


def test_yesterday_is_another_day(db, now):
    use(100, now - datetime.timedelta(days=1))

    assert quotas.quotas_today(LIMITS, now=now) == []
    assert quotas.forget_old_uses(now=now + datetime.timedelta(days=100)) == 1
