"""Unclaimed wishes go up: village, area, township; each step once."""

import datetime

import pytest

from models.appointments import Appointment, Role
from models.audit import AuditEntry
from models.organisations import Area, AreaMembership
from models.wishes import WishStatus
from services import claims, policies, wish_escalation
from services.errors import NotAllowed
from services.wish_escalation import fallback_wishes, put_on_fallback_lists, tell_area_leads
from tests.races import at_once

DAY = datetime.timedelta(days=1)
MOMENT = datetime.timedelta(seconds=1)


@pytest.fixture
def lead(cast):
    """Who leads the area in which 东坑村 lies."""
    area = Area.create(township=cast.township, name="东片")
    AreaMembership.create(area=area, organisation=cast.dongkeng)
    lead = cast.member("周片长", cast.xixi)
    cast.appoint(lead, Role.AREA_LEAD, None, area=area)
    return cast.actor(lead.person)


@pytest.fixture
def officer(cast):
    officer = cast.member("吴委员", cast.xixi)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    return cast.actor(officer.person)


def test_after_two_weeks_without_a_helper_the_areas_lead_is_told_once(cast, lead, officer, now, inbox_of):
    cast.wish()

    assert tell_area_leads(now=now + 14 * DAY - MOMENT) == 0
    assert tell_area_leads(now=now + 14 * DAY) == 1
    assert tell_area_leads(now=now + 20 * DAY) == 0
    assert inbox_of(lead) == ["有心愿等人认领"]
    assert (inbox_of(officer), inbox_of(cast.li)) == ([], [])


def test_two_workers_at_once_tell_it_once(cast, lead, now, inbox_of):
    cast.wish()
    at_once([lambda: tell_area_leads(now=now + 14 * DAY)] * 2)

    assert inbox_of(lead) == ["有心愿等人认领"]


def test_where_nobody_leads_the_area_the_township_is_told(cast, lead, officer, now, inbox_of):
    Appointment.update(ends_on=now.date()).where(Appointment.person == lead.person).execute()
    cast.wish()
    tell_area_leads(now=now + 14 * DAY)

    assert (inbox_of(lead), inbox_of(officer)) == ([], ["有心愿等人认领"])


def test_what_somebody_has_in_hand_worries_nobody(steps, cast, lead, now):
    steps.claimed(cast.wang)

    assert tell_area_leads(now=now + 60 * DAY) == 0


def test_a_wish_that_comes_back_to_the_wall_has_its_days_anew(cast, steps, lead, now):
    wish = steps.claimed(cast.wang, at=now + 10 * DAY)
    claims.give_up_claim(wish.id, by=cast.wang, now=now + 13 * DAY)

    assert tell_area_leads(now=now + 26 * DAY) == 0
    assert tell_area_leads(now=now + 27 * DAY) == 1


def test_two_weeks_later_it_is_on_the_townships_list_and_the_township_is_told_once(
    cast, lead, officer, now, inbox_of
):  # fmt: skip
    wish = cast.wish()
    tell_area_leads(now=now + 14 * DAY)

    assert put_on_fallback_lists(now=now + 28 * DAY - MOMENT) == 0
    assert list(fallback_wishes(to=officer)) == []
    assert put_on_fallback_lists(now=now + 28 * DAY) == 1
    assert put_on_fallback_lists(now=now + 30 * DAY) == 0
    assert list(fallback_wishes(to=officer)) == [wish]
    assert inbox_of(officer) == ["有心愿要镇里兜底"]


def test_an_area_that_was_told_late_still_has_its_days(cast, lead, now):
    cast.wish()
    tell_area_leads(now=now + 40 * DAY)

    assert put_on_fallback_lists(now=now + 53 * DAY) == 0
    assert put_on_fallback_lists(now=now + 54 * DAY) == 1


def test_whoever_claims_it_takes_it_off_the_list(cast, lead, officer, now):
    wish = cast.wish()
    tell_area_leads(now=now + 14 * DAY)
    put_on_fallback_lists(now=now + 28 * DAY)
    claims.claim_wish(wish.id, by=cast.wang, now=now + 29 * DAY)
    assert list(fallback_wishes(to=officer)) == []

    claims.give_up_claim(wish.id, by=cast.wang, now=now + 30 * DAY)
    assert list(fallback_wishes(to=officer)) == [wish]


def test_the_places_own_days_count_and_the_steps_are_in_the_trail(cast, lead, officer, now):
    policies.decide("wish.unclaimed_days", 3, cast.dongkeng, by=cast.li, now=now)
    policies.decide("wish.fallback_days", 2, cast.dongkeng, by=cast.li, now=now)
    cast.wish()

    assert tell_area_leads(now=now + 3 * DAY) == 1
    assert put_on_fallback_lists(now=now + 5 * DAY) == 1
    trail = AuditEntry.select().where(AuditEntry.origin == wish_escalation.JOB).order_by(AuditEntry.id)
    assert [entry.action for entry in trail] == ["tell_area_lead", "put_on_fallback_list"]


def test_only_what_hangs_on_the_wall_goes_up(cast, lead, now):
    for status in set(WishStatus) - {WishStatus.OPEN}:
        cast.wish(status=status)

    assert tell_area_leads(now=now + 60 * DAY) == 0


def test_the_list_is_read_by_the_seats_of_that_place(cast, lead, officer, now):
    wish = cast.wish()
    tell_area_leads(now=now + 14 * DAY)
    put_on_fallback_lists(now=now + 28 * DAY)

    assert list(fallback_wishes(to=cast.li)) == [wish]
    assert list(fallback_wishes(to=cast.sun)) == []
    with pytest.raises(NotAllowed):
        fallback_wishes(to=lead)
