"""Quorums, and what counts as having come."""

from __future__ import annotations

import datetime

import pytest

from models.attendance import AttendanceStatus
from models.party_days import MeetingKind, PartyDay
from models.policies import Policy
from services import (
    attendance_counts,
    party_day_upkeep,
)
from services.local_time import SHANGHAI
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day, scan, status_of, visit_xixi

HOUR = datetime.timedelta(hours=1)


def quorum_after_close(cast: Cast, kind: MeetingKind) -> attendance_counts.Quorum:
    """Of 东坑村's meeting to which 李书记 alone comes, two days after 王党员 sat in at 西溪村."""
    visit_xixi(cast)
    day = a_party_day(cast, starts_in=2 * 24 * 60, kind=kind)
    scan(day, cast.li, day.starts_at)
    party_day_upkeep.close_party_days(now=day.ends_at)
    counts = attendance_counts.sheets_of([day.id])[day.id][0].counts
    return attendance_counts.quorum_of(counts, MeetingKind.ELECTION, cast.dongkeng, now=day.ends_at)


@pytest.mark.parametrize("kind", [MeetingKind.ELECTION, MeetingKind.PARTY_DAY])
def test_whoever_was_elsewhere_is_no_vote_in_this_room(cast: Cast, kind: MeetingKind) -> None:
    quorum = quorum_after_close(cast, kind)
    assert (quorum.with_vote_expected, quorum.with_vote_present, quorum.is_reached) == (2, 1, False)


def test_a_visit_to_a_party_day_is_no_presence_at_an_election(cast: Cast) -> None:
    quorum_after_close(cast, MeetingKind.ELECTION)
    election = PartyDay.get(PartyDay.kind == MeetingKind.ELECTION)
    assert status_of(election, cast.wang) is AttendanceStatus.ABSENT


def test_a_visit_in_november_does_not_count_in_december(cast: Cast) -> None:
    visit_xixi(cast)
    starts_at = datetime.datetime(2026, 12, 1, 0, 30, tzinfo=SHANGHAI)  # still November in UTC
    day = a_party_day(cast, starts_at=starts_at, ends_at=starts_at + HOUR)
    party_day_upkeep.close_party_days(now=day.ends_at)
    assert status_of(day, cast.wang) is AttendanceStatus.ABSENT


def test_a_guest_has_no_vote(cast: Cast) -> None:
    away = visit_xixi(cast)
    counts = attendance_counts.sheets_of([away.id])[away.id][0].counts
    assert (counts.votes_expected, counts.votes_present) == (2, 0)


@pytest.mark.parametrize(
    ("kind", "with_vote", "needed"),
    [
        (MeetingKind.MEMBERS_MEETING, 10, 6),
        (MeetingKind.MEMBERS_MEETING, 11, 6),
        (MeetingKind.ELECTION, 10, 8),
        (MeetingKind.ELECTION, 11, 9),
        (MeetingKind.MEMBERS_MEETING, 1, 1),
    ],
)
def test_the_quorum_is_more_than_half_and_four_fifths_for_elections(
    cast: Cast, kind: MeetingKind, with_vote: int, needed: int
) -> None:
    counts = attendance_counts.Counts(votes_expected=with_vote, votes_present=needed)
    quorum = attendance_counts.quorum_of(counts, kind, cast.dongkeng, now=cast.now)
    assert (quorum.needed, quorum.is_reached) == (needed, True)
    counts.votes_present -= 1
    assert not attendance_counts.quorum_of(counts, kind, cast.dongkeng, now=cast.now).is_reached


def test_a_branch_cannot_decide_for_itself_what_counts(cast: Cast) -> None:
    Policy.create(
        organisation=cast.dongkeng, name="party_day.counts_as_attended", value='["online"]', from_at=cast.now
    )  # fmt: skip
    assert attendance_counts.counted_besides(cast.dongkeng, now=cast.now) == []
