"""Kinds of meetings: whom each calls, which are due, and the quorum in words."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.meetings import MeetingDate
from models.organisations import Group
from models.party_days import MeetingKind, PartyDay
from models.people import Person
from services import joint_party_days, party_day_guests, party_days
from services.attendance_counts import Quorum
from services.errors import Invalid, NotAllowed, NotFound
from services.meeting_dates import list_dates, record_date, take_back_date
from services.meeting_watch import Due, DueState, due_of, period_of, watch, watch_branches
from services.meeting_words import quorum_text
from services.roll_call import list_roll
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day

TODAY = datetime.date(2026, 11, 23)
LONG_AGO = datetime.date(2020, 1, 1)
days = st.dates(datetime.date(2020, 1, 1), datetime.date(2099, 12, 31))
months = st.sampled_from([1, 2, 3, 4, 6, 12])


@given(days, months)
def test_periods_follow_each_other_without_a_gap(day: datetime.date, length: int) -> None:
    period = period_of(day, length)
    assert day in period
    following = period_of(period.last + datetime.timedelta(days=1), length)
    assert following.first == period.last + datetime.timedelta(days=1)
    assert period.first.day == 1
    assert (period.first.month - 1) % length == 0


@given(st.lists(st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)), max_size=6), months)
def test_a_kind_is_due_exactly_while_the_period_has_no_day(held: list[datetime.date], length: int) -> None:
    due = due_of(MeetingKind.LECTURE, None, held, length, created_on=LONG_AGO, today=TODAY)
    inside = [day for day in held if day in due.period]
    assert (due.state is DueState.DUE) == (not inside)
    assert (due.state is DueState.HELD) == any(day <= TODAY for day in inside)


def test_a_branch_that_was_not_there_yet_has_missed_nothing() -> None:
    old, new = (
        due_of(MeetingKind.LECTURE, None, [], 3, created_on=created_on, today=TODAY)
        for created_on in (LONG_AGO, datetime.date(2026, 8, 1))
    )
    assert (old.was_missed, new.was_missed) == (True, False)


def due_for(cast: Cast, kind: MeetingKind) -> list[Due]:
    (found,) = watch_branches([cast.dongkeng], now=cast.now)
    return [due for due in found.dues if due.kind is kind]


def test_a_party_day_counts_from_its_beginning(cast: Cast, now: datetime.datetime) -> None:
    assert due_for(cast, MeetingKind.PARTY_DAY)[0].state is DueState.DUE
    day = a_party_day(cast, starts_in=60 * 24)
    assert due_for(cast, MeetingKind.PARTY_DAY)[0].state is DueState.PLANNED
    (found,) = watch_branches([cast.dongkeng], now=day.starts_at + datetime.timedelta(days=1))
    assert found.dues[0].state is DueState.HELD


def test_an_election_is_a_members_meeting(cast: Cast) -> None:
    a_party_day(cast, starts_in=-30, kind=MeetingKind.ELECTION)
    assert due_for(cast, MeetingKind.MEMBERS_MEETING)[0].state is DueState.HELD


def test_a_joint_party_day_counts_for_each_branch_that_joined(cast: Cast, now: datetime.datetime) -> None:
    day = a_party_day(cast)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=now)
    (before,) = watch_branches([cast.xixi], now=now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=now)
    (after,) = watch_branches([cast.xixi], now=now)
    assert [before.dues[0].state, after.dues[0].state] == [DueState.DUE, DueState.HELD]


def test_each_group_is_due_for_itself_and_small_branches_have_no_committee(cast: Cast, now: datetime.datetime) -> None:
    groups = [Group.create(organisation=cast.dongkeng, name=name) for name in ("一组", "二组")]
    record_date(
        MeetingKind.GROUP_MEETING, TODAY, cast.dongkeng, group_id=groups[0].id, by=cast.li, now=now
    )  # fmt: skip
    states = [(due.group, due.state) for due in due_for(cast, MeetingKind.GROUP_MEETING)]
    assert states == [(groups[0], DueState.HELD), (groups[1], DueState.DUE)]
    assert due_for(cast, MeetingKind.COMMITTEE_MEETING) == []


def test_seven_full_members_have_a_committee(cast: Cast) -> None:
    for number in range(5):  # beside 李书记 and 王党员
        cast.member(f"党员{number}", cast.dongkeng)
    assert len(due_for(cast, MeetingKind.COMMITTEE_MEETING)) == 1


def test_a_date_is_noted_once_and_taken_back(cast: Cast, now: datetime.datetime) -> None:
    noted = [record_date(MeetingKind.HEART_TALK, TODAY, cast.dongkeng, by=cast.li, now=now).id for _ in range(2)]
    assert noted[0] == noted[1]
    assert due_for(cast, MeetingKind.HEART_TALK)[0].state is DueState.HELD
    take_back_date(noted[0], by=cast.li, now=now)
    assert list_dates(cast.dongkeng, to=cast.li, since=LONG_AGO) == []


def test_nobody_else_notes_or_takes_back_a_branch_s_dates(cast: Cast, now: datetime.datetime) -> None:
    with pytest.raises(NotAllowed):
        record_date(MeetingKind.HEART_TALK, TODAY, cast.dongkeng, by=cast.sun, now=now)
    noted = record_date(MeetingKind.HEART_TALK, TODAY, cast.dongkeng, by=cast.li, now=now)
    with pytest.raises(NotFound):
        take_back_date(noted.id, by=cast.sun, now=now)
    assert MeetingDate.select().count() == 1


def test_a_seat_watches_the_branches_below_it(cast: Cast, now: datetime.datetime) -> None:
    officer = cast.secretary("周委员", cast.township)
    assert [one.organisation for one in watch(to=officer, now=now)] == [cast.dongkeng, cast.xixi]
    assert [one.organisation for one in watch(to=cast.li, now=now)] == [cast.dongkeng]
    assert watch(to=cast.wang, now=now) == []


def listed(day: PartyDay, cast: Cast) -> set[Person]:
    return {line.person for line in list_roll(day.id, to=cast.li)}


def test_a_group_s_meeting_calls_its_group_alone(cast: Cast, now: datetime.datetime) -> None:
    group = Group.create(organisation=cast.dongkeng, name="一组")
    Person.update(group=group).where(Person.id == cast.wang.person.id).execute()
    day = a_party_day(cast, kind=MeetingKind.GROUP_MEETING, group_id=group.id)
    assert listed(day, cast) == {cast.wang.person}


def test_a_group_s_meeting_names_a_group_of_the_branch(cast: Cast, now: datetime.datetime) -> None:
    elsewhere = Group.create(organisation=cast.xixi, name="一组")
    for group_id in (None, elsewhere.id):
        with pytest.raises(Invalid, match="group_required"):
            a_party_day(cast, kind=MeetingKind.GROUP_MEETING, group_id=group_id)
    with pytest.raises(Invalid, match="date_only"):
        a_party_day(cast, kind=MeetingKind.HEART_TALK)


def test_a_committee_is_put_together_once_and_called_again(cast: Cast, now: datetime.datetime) -> None:
    first = a_party_day(cast, kind=MeetingKind.COMMITTEE_MEETING)
    assert listed(first, cast) == set()
    party_day_guests.add_person(first.id, cast.li.person.id, as_="expected", by=cast.li, now=now)
    again = a_party_day(cast, kind=MeetingKind.COMMITTEE_MEETING, starts_in=60 * 24)
    assert listed(again, cast) == {cast.li.person}


def test_who_is_not_called_does_not_see_a_committee_s_meeting(cast: Cast) -> None:
    day = a_party_day(cast, kind=MeetingKind.COMMITTEE_MEETING)
    with pytest.raises(NotFound):
        party_days.get_party_day(day.id, to=cast.wang)


def test_the_quorum_is_told_with_its_figures() -> None:
    assert "还差 2 名，不能表决" in quorum_text(Quorum(20, 9, 11, is_reached=False))
    assert "应到有表决权的正式党员 20 名，实到 11 名，至少要到 11 名，可以表决" in quorum_text(
        Quorum(20, 11, 11, is_reached=True)
    )
    assert "没有有表决权的正式党员" in quorum_text(Quorum(0, 0, 1, is_reached=False))
