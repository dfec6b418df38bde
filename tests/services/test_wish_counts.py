"""How many wishes call for somebody."""

import datetime

import pytest

from models.wishes import WishStatus
from services.wish_counts import count_under_way

DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.engine


@pytest.fixture
def database_url(engine_url):
    return engine_url


def test_what_is_held_is_counted_with_what_waits(cast, now):
    cast.wish(status=WishStatus.PENDING)
    cast.wish(status=WishStatus.HELD)
    assert count_under_way(to=cast.li, now=now).by_status == {WishStatus.PENDING: 2}


def test_what_is_over_and_what_is_another_village_s_is_not_counted(cast, now):
    cast.wish(status=WishStatus.OPEN)
    cast.wish(status=WishStatus.FULFILLED)
    cast.wish(status=WishStatus.OPEN, organisation=cast.xixi)
    assert count_under_way(to=cast.li, now=now).by_status == {WishStatus.OPEN: 1}


def test_what_stands_still_and_what_the_township_has_are_counted_besides(cast, now):
    cast.wish(status=WishStatus.PENDING)
    cast.wish(status=WishStatus.OPEN, fallback_at=now)
    counts = count_under_way(to=cast.li, now=now + 3 * DAY)
    assert (counts.late, counts.on_fallback_list) == (1, 1)


def test_without_any_wish_there_is_nothing_to_do(cast, now):
    counts = count_under_way(to=cast.li, now=now)
    assert (counts.by_status, counts.late, counts.on_fallback_list) == ({}, 0, 0)
