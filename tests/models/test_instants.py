"""Instants go into every engine and come back the same; only aware ones go in."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from models.organisations import Organisation, OrganisationKind

pytestmark = pytest.mark.usefixtures("db")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def database_url(engine_url):
    return engine_url


def stored(instant):
    """The instant as the database gives it back."""
    row = Organisation.create(name=str(instant), kind=OrganisationKind.COUNTY, created_at=instant)
    return Organisation.get_by_id(row.id).created_at


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T09:00:00+00:00",
        "2026-11-23T09:00:00.000001+00:00",
        "2026-11-23T09:00:00.999999+00:00",
        "2026-02-28T15:59:59.999999+00:00",  # the last moment of a February in Shanghai
        "2026-02-28T16:00:00+00:00",
        "2028-02-29T12:00:00+00:00",
        "2026-12-31T23:59:59.999999+00:00",
    ],
)
def test_an_instant_comes_back_to_the_microsecond(text):
    instant = datetime.datetime.fromisoformat(text)

    assert stored(instant) == instant


def test_it_comes_back_aware_and_in_utc():
    assert stored(datetime.datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)).tzinfo is datetime.UTC


def test_local_midnight_is_the_same_instant_in_utc():
    midnight = datetime.datetime(2026, 12, 1, 0, 0, tzinfo=SHANGHAI)

    assert stored(midnight) == datetime.datetime(2026, 11, 30, 16, 0, tzinfo=datetime.UTC)


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="created_at"):
        stored(datetime.datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 (that is the point)


def test_instants_are_compared_and_sorted_as_such():
    shanghai = datetime.datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=SHANGHAI)  # 01:00 UTC and a bit
    utc = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)
    next_year = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    for instant in (next_year, shanghai, utc):
        stored(instant)

    rows = Organisation.select().order_by(Organisation.created_at)
    later = Organisation.select().where(Organisation.created_at > utc)

    assert [row.created_at for row in rows] == [utc, shanghai, next_year]
    assert later.count() == 2


def test_nothing_is_nothing():
    row = Organisation.create(name="x", kind=OrganisationKind.COUNTY, created_at=datetime.datetime.now(datetime.UTC))

    assert Organisation.get_by_id(row.id).closed_at is None
