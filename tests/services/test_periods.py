"""Months and quarters in local days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.local_time import local_day
from services.periods import Period, latest, up_to

PERIODS = st.builds(
    lambda year, quarter, month: Period(year, quarter * 3 - 2, 3) if month is None else Period(year, month),
    st.integers(2001, 2098),
    st.integers(1, 4),
    st.none() | st.integers(1, 12),
)


@given(PERIODS)
def test_a_key_reads_back_and_neighbours_touch(period):
    assert Period.named(period.key) == period
    assert period.moved(1).starts_at == period.ends_at
    assert period.moved(1).moved(-1) == period


@given(PERIODS, st.integers(0, 95))
def test_every_day_lies_in_exactly_its_period(period, days):
    day = period.first_day + datetime.timedelta(days=days)
    of_day = Period.quarter_of(day) if period.count == 3 else Period.month_of(day)

    assert (of_day == period) is (period.first_day <= day < period.day_after)


def test_a_month_begins_at_local_midnight():
    november = Period.named("2026-11")

    assert november.starts_at == datetime.datetime(2026, 10, 31, 16, tzinfo=datetime.UTC)
    assert local_day(november.ends_at) == datetime.date(2026, 12, 1)


def test_periods_are_called_as_people_call_them():
    assert [Period.named(key).label for key in ("2026-01", "2026-Q4")] == ["2026年1月", "2026年第4季度"]


@pytest.mark.parametrize("key", ["2026-13", "2026-Q5", "2026", "", "1999-01", "2026-1"])
def test_anything_else_is_refused(key):
    with pytest.raises(Invalid):
        Period.named(key)


def test_one_chooses_from_the_latest():
    day = datetime.date(2026, 1, 15)

    assert [period.key for period in latest(day, months=2, quarters=2)] == ["2026-01", "2025-12", "2026-Q1", "2025-Q4"]
    assert [period.key for period in up_to(Period.month_of(day), 2)] == ["2025-12", "2026-01"]
