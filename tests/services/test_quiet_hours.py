"""When WeChat does not ring: the edges, across midnight, and reminders that go out before."""

import datetime

import pytest

from services import policies
from services.local_time import SHANGHAI
from services.quiet_hours import MARGIN, QuietHours, quiet_hours_of

NIGHT = QuietHours(datetime.time(21), datetime.time(7))


def at(hour, minute=0, day=23):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("instant", "allowed"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(7, day=24)),
        (at(23, 59), at(7, day=24)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(instant, allowed):
    assert NIGHT.next_allowed(instant) == allowed


@pytest.mark.parametrize(
    ("instant", "goes_out"),
    [(at(20), at(20)), (at(22), at(21) - MARGIN), (at(5), at(21, day=22) - MARGIN), (at(7), at(7))],
)
def test_a_reminder_goes_out_before_the_quiet_begins(instant, goes_out):
    assert NIGHT.latest_before(instant) == goes_out


def test_the_same_time_twice_means_never():
    never = QuietHours(datetime.time(7), datetime.time(7))

    assert never.next_allowed(at(7)) == at(7)


def test_at_noon_it_can_be_quiet_too():
    siesta = QuietHours(datetime.time(12), datetime.time(14))

    assert (siesta.next_allowed(at(13)), siesta.next_allowed(at(14))) == (at(14), at(14))


def test_a_village_decides_its_own_hours(cast, now):
    policies.decide("notice.quiet_from", "20:30", cast.dongkeng, by=cast.li, now=now)
    policies.decide("notice.quiet_until", "not a time", cast.dongkeng, by=cast.li, now=now)

    assert quiet_hours_of(cast.dongkeng, now=now) == QuietHours(datetime.time(20, 30), datetime.time(7))
    assert quiet_hours_of(cast.xixi, now=now) == NIGHT
