"""Rivals, on every engine: one row each, no second effect."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from models.attendance import Attendance, AttendanceStatus, MakeUp, RollMark
from models.audit import AuditEntry
from models.notices import Delivery
from models.party_days import PartyDay
from services import joint_party_days, make_up_tasks, party_day_upkeep, party_days
from services.errors import Refusal
from services.fixed_days import FixedDayRule, set_fixed_day
from services.party_day_changes import PartyDayChange, change_party_day
from services.party_day_guests import add_person
from services.party_day_plans import plan_year
from services.roll_call import Mark, call_roll
from tests.cast import Cast
from tests.races import at_once, from_threads
from tests.services.party_day_makers import a_party_day, line_of, scan

THREADS = 12

pytestmark = pytest.mark.engine


@pytest.fixture
def cast(each_engine: str, now: datetime.datetime) -> Cast:
    return Cast(now)


def test_200_people_check_in_at_once_twice_each(cast: Cast) -> None:
    members = [cast.member(f"党员{number}", cast.dongkeng) for number in range(198)] + [cast.li, cast.wang]
    day = a_party_day(cast)
    firsts = from_threads(400, lambda number: scan(day, members[number // 2], cast.now))
    assert Counter(firsts) == {True: 200, False: 200}
    lines = list(Attendance.select().where(Attendance.party_day == day.id))
    assert Counter(line.status for line in lines) == {AttendanceStatus.PRESENT: 200}
    assert AuditEntry.select().where(AuditEntry.action == "check_in").count() == 200


def test_a_scan_and_a_roll_of_the_same_people_leave_everyone_present(cast: Cast) -> None:
    members = [cast.member(f"党员{number}", cast.dongkeng) for number in range(18)]
    day = a_party_day(cast)
    marks = [Mark(AttendanceStatus.PRESENT, cast.now, f"n-{who.person.id}", who.person.id) for who in members]
    backwards = list(reversed(marks))
    rolls: list[Callable[[], Any]] = [
        lambda these=these: call_roll(day.id, these, by=cast.li, now=cast.now)
        for these in (marks, backwards) * 3
    ]  # fmt: skip
    scans: list[Callable[[], Any]] = [lambda who=who: scan(day, who, cast.now) for who in members]
    at_once(rolls + scans)
    present = Attendance.select().where(Attendance.status == AttendanceStatus.PRESENT)
    assert present.count() == 18
    assert RollMark.select().count() == 18


@pytest.mark.parametrize("way", ["scan", "roll"])
def test_nobody_comes_to_a_party_day_that_is_moved(cast: Cast, way: str) -> None:
    for number in range(4):
        day = a_party_day(cast)
        present = [Mark(AttendanceStatus.PRESENT, cast.now, f"n-{number}", cast.wang.person.id)]
        to = PartyDayChange(starts_at=day.starts_at + datetime.timedelta(days=3))
        move = partial(change_party_day, day.id, to, reason="雨天", by=cast.li, now=cast.now)
        come = {
            "scan": partial(scan, day, cast.wang, cast.now),
            "roll": partial(call_roll, day.id, present, by=cast.li, now=cast.now),
        }[way]
        answers = at_once([move, come])
        refusals = [answer.code for answer in answers if isinstance(answer, Refusal)]
        assert refusals in (["somebody_has_come"], ["not_open"])
        is_moved = PartyDay.get_by_id(day.id).starts_at != day.starts_at
        assert (line_of(day, cast.wang).checked_in_at is None) is is_moved


def test_a_guest_handed_in_by_many_hands_at_once_has_one_line(cast: Cast) -> None:
    day = a_party_day(cast)
    guest = cast.chen.person.id
    at_once([lambda: add_person(day.id, guest, marked_at=cast.now, by=cast.li, now=cast.now)] * 8)
    lines = Attendance.select().where(Attendance.party_day == day.id, Attendance.person == guest)
    assert [line.status for line in lines] == [AttendanceStatus.OBSERVER]


@pytest.mark.parametrize("minutes", [-24 * 60, -2 * 60])
def test_a_reminder_is_sent_once_by_many_workers(cast: Cast, minutes: int) -> None:
    day = a_party_day(cast, starts_in=3 * 24 * 60)
    before = Delivery.select().count()
    due = day.starts_at + datetime.timedelta(minutes=minutes)
    sent = at_once([lambda: party_day_upkeep.remind(now=due) for _ in range(THREADS)])
    assert sum(sent) == 1
    assert Delivery.select().count() - before == 2


def test_closing_by_many_workers_closes_once(cast: Cast) -> None:
    day = a_party_day(cast)
    scan(day, cast.wang, cast.now)
    over = day.ends_at
    closed = at_once([lambda: party_day_upkeep.close_party_days(now=over) for _ in range(THREADS)])
    opened = at_once([lambda: make_up_tasks.open_make_ups(now=over) for _ in range(THREADS)])
    assert (sum(closed), sum(opened)) == (1, 1)
    assert MakeUp.select().count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "close_party_day").count() == 1


def test_planning_a_year_by_many_hands_makes_twelve_drafts(cast: Cast) -> None:
    set_fixed_day(FixedDayRule("09:00", 120, month_day=5), cast.dongkeng, by=cast.li, now=cast.now)
    at_once([lambda: plan_year(2027, cast.dongkeng, by=cast.li, now=cast.now) for _ in range(THREADS)])
    assert PartyDay.select().count() == 12


def test_joining_by_many_hands_makes_one_sheet(cast: Cast) -> None:
    day = a_party_day(cast)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=cast.now)
    at_once(
        [
            lambda: joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=cast.now)
            for _ in range(THREADS)
        ]
    )
    assert Attendance.select().where(Attendance.party_day == day.id).count() == 4


def test_every_engine_tells_the_same_of_what_is_visible(cast: Cast) -> None:
    day = a_party_day(cast)
    seen = {
        name: [each.id for each in party_days.list_party_days(to=getattr(cast, name), now=cast.now)]
        for name in ("li", "wang", "chen", "zhao", "sun")
    }
    assert seen == {"li": [day.id], "wang": [day.id], "chen": [], "zhao": [], "sun": []}
