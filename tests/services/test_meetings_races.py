"""Rivals about minutes and dates, on every engine: one gets through, nothing is lost."""

from __future__ import annotations

import datetime

import pytest

from models.events import Event
from models.meetings import MeetingDate, MinutesUnlock, MinutesVersion
from models.party_days import MeetingKind
from services.errors import Refusal
from services.event_plans import PostPlan
from services.meeting_dates import record_date
from services.minutes import MinutesText, save_minutes, unlock_minutes
from services.series import SeriesPlan, start_series
from services.series_events import put_up_series_events
from tests.cast import Cast
from tests.races import from_threads
from tests.services.party_day_makers import a_party_day

pytestmark = pytest.mark.engine


@pytest.fixture
def cast(each_engine: str, now: datetime.datetime) -> Cast:
    return Cast(now)


def test_of_many_who_save_minutes_at_once_one_gets_through(cast: Cast) -> None:
    day = a_party_day(cast)

    def save(number: int) -> str:
        try:
            save_minutes(day.id, MinutesText(text=f"第{number}人写的"), based_on=0, by=cast.li, now=cast.now)
        except Refusal as refusal:
            return refusal.code
        return "saved"

    assert sorted(from_threads(6, save)) == ["minutes_changed"] * 5 + ["saved"]
    assert MinutesVersion.select().count() == 1


def test_two_who_unlock_at_once_open_them_once(cast: Cast) -> None:
    day = a_party_day(cast)
    later = day.ends_at + datetime.timedelta(days=10)

    def unlock(_number: int) -> str:
        try:
            unlock_minutes(day.id, reason="补录", by=cast.li, now=later)
        except Refusal as refusal:
            return refusal.code
        return "unlocked"

    assert sorted(from_threads(4, unlock)) == ["not_locked"] * 3 + ["unlocked"]
    assert MinutesUnlock.select().count() == 1


def test_the_same_date_from_two_desks_is_one(cast: Cast) -> None:
    today = datetime.date(2026, 11, 23)
    from_threads(6, lambda _: record_date(MeetingKind.HEART_TALK, today, cast.dongkeng, by=cast.li, now=cast.now))
    assert MeetingDate.select().count() == 1


def test_two_workers_put_a_month_s_event_up_once(cast: Cast) -> None:
    plan = SeriesPlan("河道清洁", "村口", "08:30", 60, [PostPlan("捡垃圾", 10)], month_day=28)
    start_series(plan, [cast.dongkeng.id], cast.dongkeng, by=cast.li, now=cast.now)
    assert sum(from_threads(4, lambda _: put_up_series_events(now=cast.now))) == 1
    assert Event.select().count() == 1
