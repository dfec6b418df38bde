"""流动党员: who is away, and whom to call."""

import datetime

import pytest

from models.floating import Direction, FloatingMember
from services import floating_members as floating
from services.errors import ChangedMeanwhile, Conflict, Invalid, NotFound
from services.floating_members import Stay
from services.local_time import local_day

DAY = datetime.timedelta(days=1)


@pytest.fixture
def stay(cast, now):
    away = Stay(Direction.OUT, "宁波", local_day(now), "活动证 001")
    return floating.note_stay(cast.wang.person.id, away, by=cast.li, now=now)


def test_a_member_who_lives_away_is_called_every_quarter(stay, cast, now):
    assert floating.to_contact(to=cast.li, now=now + 89 * DAY) == []
    assert [each.id for each in floating.to_contact(to=cast.li, now=now + 90 * DAY)] == [stay.id]


def test_a_call_moves_the_next_one_on(stay, cast, now):
    later = now + 95 * DAY
    called = floating.note_contact(stay.id, "都好", version=0, by=cast.li, now=later)
    assert (called.contacted_on, called.next_contact_on) == (local_day(later), local_day(later + 90 * DAY))
    with pytest.raises(ChangedMeanwhile):
        floating.note_contact(stay.id, "都好", version=0, by=cast.li, now=later)


def test_one_stay_at_a_time(stay, cast, now):
    again = floating.note_stay(
        cast.wang.person.id, Stay(Direction.OUT, "宁波", local_day(now), "活动证 001"), by=cast.li, now=now
    )
    assert again.id == stay.id
    with pytest.raises(Conflict):
        floating.note_stay(cast.wang.person.id, Stay(Direction.OUT, "上海", local_day(now)), by=cast.li, now=now)


def test_back_home_the_stay_ends_and_another_may_begin(stay, cast, now):
    for _ in range(2):
        floating.end_stay(stay.id, by=cast.li, now=now)
    assert FloatingMember.get_by_id(stay.id).ended_on == local_day(now)
    floating.note_stay(cast.wang.person.id, Stay(Direction.OUT, "上海", local_day(now)), by=cast.li, now=now)
    assert FloatingMember.select().count() == 2


def test_only_members_are_noted_and_not_ahead_of_time(cast, now):
    with pytest.raises(Invalid, match="not_a_member"):
        floating.note_stay(cast.chen.person.id, Stay(Direction.OUT, "宁波", local_day(now)), by=cast.li, now=now)
    with pytest.raises(Invalid):
        floating.note_stay(cast.wang.person.id, Stay(Direction.OUT, "宁波", local_day(now + DAY)), by=cast.li, now=now)


def test_another_branchs_stay_is_not_there(stay, cast, now):
    with pytest.raises(NotFound):
        floating.end_stay(stay.id, by=cast.sun, now=now)
    assert floating.to_contact(to=cast.sun, now=now + 100 * DAY) == []
