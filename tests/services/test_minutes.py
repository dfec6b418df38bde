"""Minutes in versions: nobody overwrites anybody, and what is locked is unlocked aloud."""

from __future__ import annotations

import datetime

import pytest

from models.audit import AuditEntry
from models.base import RowsAreKept
from models.party_days import PartyDay
from services import party_day_changes
from services.errors import NotAllowed, NotFound, Refusal
from services.minutes import MinutesText, get_minutes, save_minutes, unlock_minutes
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day

DAY = datetime.timedelta(days=1)
FIRST = MinutesText("一、学习", "李书记", "王党员", "学习了防火通告。")
SECOND = MinutesText("一、学习", "李书记", "王党员", "学习了防火通告，讨论了值班。")


@pytest.fixture
def day(cast: Cast) -> PartyDay:
    return a_party_day(cast)


def refused(act: object) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_each_saving_is_a_version_and_the_latest_holds(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=now)
    save_minutes(day.id, SECOND, based_on=1, by=cast.li, now=now)
    minutes = get_minutes(day.id, to=cast.li, now=now)
    assert [version.number for version in minutes.versions] == [2, 1]
    assert minutes.latest is not None
    assert minutes.latest.text == SECOND.text


def test_the_same_words_again_are_no_new_version(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    saved = [save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=now).number for _ in range(2)]
    assert saved == [1, 1]


def test_who_started_from_an_older_version_is_told_who_saved(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=now)
    with pytest.raises(Refusal, match="minutes_changed") as refusal:
        save_minutes(day.id, SECOND, based_on=0, by=cast.li, now=now)
    assert "李书记在今天 09:00保存了第 1 版" in refusal.value.message


def test_a_week_after_the_end_they_are_locked(cast: Cast, day: PartyDay) -> None:
    last_moment = day.ends_at + 7 * DAY
    save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=last_moment)
    later = last_moment + datetime.timedelta(seconds=1)
    assert get_minutes(day.id, to=cast.li, now=later).is_locked
    assert refused(lambda: save_minutes(day.id, SECOND, based_on=1, by=cast.li, now=later)) == "minutes_locked"


def test_unlocking_says_why_tells_those_above_and_ends_by_itself(cast: Cast, day: PartyDay, inbox_of: object) -> None:
    officer = cast.secretary("周委员", cast.township)
    later = day.ends_at + 10 * DAY
    assert refused(lambda: unlock_minutes(day.id, reason="", by=cast.li, now=later)) == "reason_required"
    unlock_minutes(day.id, reason="补录表决结果", by=cast.li, now=later)
    assert save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=later).is_after_lock
    assert inbox_of(officer) == ["有支部解锁了会议纪要"]
    assert AuditEntry.get(AuditEntry.action == "unlock_minutes").reason == "补录表决结果"
    assert get_minutes(day.id, to=cast.li, now=later + 4 * DAY).is_locked


def test_what_is_not_locked_needs_no_unlocking(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    assert refused(lambda: unlock_minutes(day.id, reason="x", by=cast.li, now=now)) == "not_locked"


def test_versions_are_never_changed(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    saved = save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=now)
    saved.text = "改过"
    with pytest.raises(RowsAreKept):
        saved.save()


def test_only_the_branch_s_seat_reads_and_writes_them(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    with pytest.raises(NotAllowed):
        get_minutes(day.id, to=cast.wang, now=now)
    with pytest.raises(NotAllowed):
        save_minutes(day.id, FIRST, based_on=0, by=cast.wang, now=now)
    with pytest.raises(NotFound):
        get_minutes(day.id, to=cast.sun, now=now)


def test_what_was_called_off_has_no_minutes(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    party_day_changes.cancel_party_day(day.id, reason="下雨", by=cast.li, now=now)
    assert refused(lambda: save_minutes(day.id, FIRST, based_on=0, by=cast.li, now=now)) == "wrong_state"
