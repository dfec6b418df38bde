"""Which events a person may join, asked of each database; and who of the branch goes."""

import pytest

from models.events import Audience, Event, EventStatus
from services.events import list_events
from services.sign_up_lists import branch_mates
from services.sign_ups import sign_up
from tests.cast import Cast
from tests.event_cast import DAY, HOUR, make_event

pytestmark = pytest.mark.engine


@pytest.fixture
def cast(each_engine, now):
    return Cast(now)


def for_me(actor, now):
    return [event.id for event in list_events(to=actor, now=now, is_for_me=True)]


def test_what_one_may_join_now_and_what_one_has_joined(cast, now):
    for_all = make_event(cast)
    joined = make_event(cast, starts_at=now + 4 * DAY)
    sign_up(joined.id, by=cast.wang, now=now)
    Event.update(closes_at=now - HOUR).where(Event.id == joined.id).execute()
    make_event(cast, opens_at=now + HOUR)
    make_event(cast, status=EventStatus.CANCELLED)
    make_event(cast, organisation=cast.xixi, audience=Audience.ORGANISATION)
    assert for_me(cast.wang, now) == [for_all.id, joined.id]
    assert for_me(cast.chen, now) == [for_all.id]


@pytest.mark.parametrize(
    ("birth_month", "in_days", "ages"),
    [(None, 3, [None]), ("2008-12", 3, [None]), ("2008-12", 10, [None, 18]), ("2000-01", 3, [None, 18])],
)
def test_ages_count_on_the_day_of_the_event(cast, now, birth_month, in_days, ages):
    young = cast.actor(cast.person("小林", cast.dongkeng, approved_at=now, birth_month=birth_month))
    made = {age: make_event(cast, starts_at=now + in_days * DAY, min_age=age).id for age in (None, 18, 60)}
    assert for_me(young, now) == [made[age] for age in ages]


def test_members_of_a_branch_see_each_other_go_and_nobody_sees_residents(cast, now):
    event = make_event(cast, 10)
    for actor in (cast.li, cast.chen, cast.zhao, cast.wang):
        sign_up(event.id, by=actor, now=now)
    assert branch_mates(event, to=cast.wang) == ["李书记"]
    assert branch_mates(event, to=cast.zhao) == []
    assert branch_mates(event, to=cast.chen) is None
