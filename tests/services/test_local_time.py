"""Days are Shanghai's and end at its midnight."""

import datetime

import pytest

from services.local_time import dated, day_starts, local_day, spoken, spoken_span


def at(text):
    return datetime.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-23T15:59:59.999999+00:00", "2026-11-23"),
        ("2026-11-23T16:00:00+00:00", "2026-11-24"),
        ("2026-02-28T16:00:00+00:00", "2026-03-01"),
        ("2028-02-28T16:00:00+00:00", "2028-02-29"),
        ("2026-12-31T16:00:00+00:00", "2027-01-01"),
        ("2026-11-24T00:30:00+09:00", "2026-11-23"),
    ],
)
def test_an_instant_falls_on_shanghai_s_day(instant, day):
    assert local_day(at(instant)).isoformat() == day


def test_a_day_starts_at_its_midnight_there():
    assert day_starts(datetime.date(2026, 3, 1)) == at("2026-02-28T16:00:00+00:00")


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-11-23T07:00:00+00:00", "今天 15:00"),
        ("2026-11-23T16:00:00+00:00", "明天 00:00"),
        ("2026-11-22T15:59:00+00:00", "11月22日 23:59"),
        ("2026-11-25T01:05:00+00:00", "11月25日 09:05"),
        ("2027-01-03T01:00:00+00:00", "2027年1月3日 09:00"),
    ],
)
def test_people_hear_it_as_they_would_say_it(instant, words, now):
    assert spoken(at(instant), now=now) == words


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-11-23T16:00:00+00:00", "11月24日（周二）00:00"),
        ("2027-01-03T01:00:00+00:00", "2027年1月3日（周日）09:00"),
    ],
)
def test_what_may_be_read_on_another_day_says_the_date(instant, words, now):
    assert dated(at(instant), now=now) == words


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ("2026-11-23T09:00:00+00:00", "今天 15:00—17:00"),
        ("2026-11-23T17:00:00+00:00", "今天 15:00—明天 01:00"),
        ("2026-11-25T01:00:00+00:00", "今天 15:00—11月25日 09:00"),
    ],
)
def test_the_day_is_said_once_unless_it_ends_on_another(ends, words, now):
    assert spoken_span(at("2026-11-23T07:00:00+00:00"), at(ends), now=now) == words
