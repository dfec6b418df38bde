"""The fixed day, through months of every length; the year's drafts; once more like last month."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.party_days import FixedDay, PartyDay, PartyDayStatus
from services import party_day_changes, party_days
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from services.fixed_days import FixedDayRule, fixed_day_in, set_fixed_day
from services.local_time import SHANGHAI, local_day
from services.party_day_changes import PartyDayChange
from services.party_day_plans import copy_last_party_day, plan_year
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day

years = st.integers(2020, 2099)
months = st.integers(1, 12)


@given(years, months, st.integers(1, 31))
def test_a_day_of_the_month_is_that_day_or_the_month_s_last(year: int, month: int, number: int) -> None:
    day = fixed_day_in(FixedDay(month_day=number), year, month)
    assert (day.year, day.month) == (year, month)
    assert day.day == number or (day.day < number and (day + datetime.timedelta(days=1)).day == 1)


@given(years, months, st.integers(1, 5), st.integers(1, 7))
def test_the_nth_weekday_lies_in_the_month(year: int, month: int, week: int, weekday: int) -> None:
    day = fixed_day_in(FixedDay(week=week, weekday=weekday), year, month)
    assert (day.year, day.month, day.isoweekday()) == (year, month, weekday)
    is_last = (day + datetime.timedelta(days=7)).month != month
    assert (day.day - 1) // 7 + 1 == week or (week == 5 and is_last)


def plan(cast: Cast, year: int = 2027, **rule: int) -> list[PartyDay]:
    set_fixed_day(FixedDayRule("00:30", 60, **(rule or {"month_day": 31})), cast.dongkeng, by=cast.li, now=cast.now)
    return plan_year(year, cast.dongkeng, by=cast.li, now=cast.now)


def test_a_year_has_twelve_drafts_on_local_days(cast: Cast) -> None:
    planned = plan(cast)  # half past midnight in Shanghai is the day before in UTC
    assert [local_day(day.starts_at).isoformat() for day in planned][:4] == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
    ]
    assert {day.status for day in planned} == {PartyDayStatus.DRAFT}
    assert [day.month for day in planned] == [f"2027-{month:02}" for month in range(1, 13)]


def test_months_that_are_over_are_left_out(cast: Cast) -> None:
    assert [day.month for day in plan(cast, 2026)] == ["2026-11", "2026-12"]


def test_planning_again_adds_nothing_and_keeps_what_was_moved(cast: Cast) -> None:
    first = plan(cast)[0]
    earlier = first.starts_at - datetime.timedelta(days=3)
    party_day_changes.change_party_day(
        first.id, PartyDayChange(starts_at=earlier), reason="春节", by=cast.li, now=cast.now
    )
    again = plan(cast)
    assert len(again) == 12
    assert again[0].starts_at == earlier


def test_a_january_held_before_new_year_is_neither_planned_nor_copied_again(cast: Cast) -> None:
    january = plan(cast, month_day=1)[0]
    before_new_year = PartyDayChange(starts_at=january.starts_at - datetime.timedelta(days=2))
    party_day_changes.change_party_day(january.id, before_new_year, reason="元旦", by=cast.li, now=cast.now)
    held = a_party_day(cast, starts_in=9 * 24 * 60)
    assert len(plan_year(2027, cast.dongkeng, by=cast.li, now=cast.now)) == 12
    assert copy_last_party_day(cast.dongkeng, by=cast.li, now=held.ends_at).id == january.id


def test_a_month_with_a_party_day_called_by_hand_gets_no_draft(cast: Cast) -> None:
    a_party_day(cast)
    assert [day.month for day in plan(cast, 2026)] == [None, "2026-12"]


def test_a_cancelled_draft_leaves_its_month_free(cast: Cast) -> None:
    party_day_changes.cancel_party_day(plan(cast)[0].id, by=cast.li, now=cast.now)
    assert len(plan(cast)) == 12


def test_only_the_branch_s_own_secretary_plans(cast: Cast) -> None:
    for who in (cast.sun, cast.wang):
        with pytest.raises(NotAllowed):
            set_fixed_day(FixedDayRule("09:00", 60, month_day=5), cast.dongkeng, by=who, now=cast.now)


def test_a_fixed_day_is_one_or_the_other(cast: Cast) -> None:
    for rule in (FixedDayRule("09:00", 60), FixedDayRule("09:00", 60, month_day=1, week=1, weekday=1)):
        with pytest.raises(Invalid):
            set_fixed_day(rule, cast.dongkeng, by=cast.li, now=cast.now)


def test_a_move_needs_a_reason_and_stays_within_a_week_of_the_first_day(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=30 * 24 * 60)

    def move(days: int, reason: str = "放假") -> PartyDay:
        change = PartyDayChange(starts_at=day.starts_at + datetime.timedelta(days=days))
        return party_day_changes.change_party_day(day.id, change, reason=reason, by=cast.li, now=cast.now)

    assert refused(lambda: move(3, reason="")) == "reason_required"
    assert move(7).ends_at == day.ends_at + datetime.timedelta(days=7)
    assert refused(lambda: move(8)) == "moved_too_far"
    move(-7)


def test_a_party_day_that_has_begun_is_not_moved(cast: Cast) -> None:
    day = a_party_day(cast)
    change = PartyDayChange(starts_at=day.starts_at + datetime.timedelta(days=1))
    assert refused(
        lambda: party_day_changes.change_party_day(day.id, change, reason="x", by=cast.li, now=day.starts_at)
    ) == "wrong_state"  # fmt: skip


def refused(act: object) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_the_last_one_is_held_again_on_the_same_day_of_the_next_month(cast: Cast) -> None:
    last = a_party_day(cast, title="学习", check_in="scan")
    copied = copy_last_party_day(cast.dongkeng, by=cast.li, now=last.ends_at)
    assert (copied.title, copied.check_in, copied.status) == ("学习", "scan", PartyDayStatus.DRAFT)
    assert copied.starts_at.astimezone(SHANGHAI).isoformat() == "2026-12-23T09:10:00+08:00"
    assert copied.ends_at - copied.starts_at == last.ends_at - last.starts_at


def test_from_january_31_it_goes_to_february_28(cast: Cast) -> None:
    starts_at = datetime.datetime(2027, 1, 31, 9, 0, tzinfo=SHANGHAI)
    last = a_party_day(cast, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=1))
    copied = copy_last_party_day(cast.dongkeng, by=cast.li, now=last.ends_at)
    assert copied.starts_at.astimezone(SHANGHAI).isoformat() == "2027-02-28T09:00:00+08:00"


def test_copying_twice_is_copying_once_and_fills_the_plan_s_draft(cast: Cast) -> None:
    last = a_party_day(cast, title="学习")
    planned = plan(cast, 2026, month_day=12)
    ids = {copy_last_party_day(cast.dongkeng, by=cast.li, now=last.ends_at).id for _ in range(2)}
    assert ids == {planned[-1].id}
    assert PartyDay.get_by_id(planned[-1].id).title == "学习"


def test_a_month_called_already_is_not_copied_over(cast: Cast) -> None:
    last = a_party_day(cast)
    copied = copy_last_party_day(cast.dongkeng, by=cast.li, now=last.ends_at)
    party_days.publish_party_day(copied.id, by=cast.li, now=last.ends_at)
    with pytest.raises(Conflict, match="already_planned"):
        copy_last_party_day(cast.dongkeng, by=cast.li, now=last.ends_at)


def test_without_a_last_one_there_is_nothing_to_copy(cast: Cast) -> None:
    with pytest.raises(NotFound, match="nothing_to_copy"):
        copy_last_party_day(cast.dongkeng, by=cast.li, now=cast.now)
