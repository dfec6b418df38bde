"""A Party day through any sequence of scans, marks, strikes, leave, exemptions and make-up study."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from models.attendance import Attendance, AttendanceStatus
from models.party_days import PartyDayStatus
from services import (
    attendance_counts,
    leaves,
    make_up_tasks,
    make_ups,
    party_day_guests,
    party_day_upkeep,
    party_days,
    roll_call,
    strikes,
)
from services.errors import Refusal
from services.roll_call import MARKABLE, Mark
from tests.conftest import NOW
from tests.engines import SQLite
from tests.machines import UseCaseMachine, keeps_its_promises
from tests.services.party_day_makers import a_party_day, line_of, scan

HAVE_COME = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
who = st.integers(0, 1)


class PartyDayMachine(UseCaseMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.people = [self.cast.li, self.cast.wang]
        self.day = a_party_day(self.cast)
        self.marks: list[Mark] = []

    @property
    def id(self) -> int:
        return int(self.day.id)

    def lines(self) -> list[tuple[Any, ...]]:
        rows = Attendance.select().order_by(Attendance.id)
        return [(line.person_id, line.status, line.checked_in_at, line.marked_at, line.struck_at) for line in rows]

    def numbers(self) -> attendance_counts.Rate:
        counts = attendance_counts.sheets_of([self.id])[self.id][0].counts
        return attendance_counts.rate_of(counts, [])

    @contextlib.contextmanager
    def same_expected(self) -> Iterator[None]:
        """应到 changes only through exemptions and additions; a refusal changes nothing at all."""
        expected, lines = self.numbers().expected, self.lines()
        try:
            yield
        except Refusal:
            assert self.lines() == lines
        assert self.numbers().expected == expected

    @rule(minutes=st.sampled_from([9, 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += datetime.timedelta(minutes=minutes)

    def a_minute_later(self) -> None:
        self.now += datetime.timedelta(minutes=1)

    @rule(number=who)
    def scans(self, number: int) -> None:
        person = self.people[number]
        self.a_minute_later()
        with self.same_expected():
            scan(self.day, person, self.now)
            assert line_of(self.day, person).checked_in_at is not None
            lines = self.lines()
            assert scan(self.day, person, self.now) is False
            assert self.lines() == lines

    @rule(number=who, status=st.sampled_from(MARKABLE), minutes_ago=st.sampled_from([0, 0, 5]))
    def is_marked(self, number: int, status: AttendanceStatus, minutes_ago: int) -> None:
        self.a_minute_later()
        marked_at = self.now - datetime.timedelta(minutes=minutes_ago)
        mark = Mark(status, marked_at, f"n-{len(self.marks)}", self.people[number].person.id)
        with self.same_expected():
            said = roll_call.call_roll(self.id, [mark], by=self.cast.li, now=self.now)[0]
            assert said.status is line_of(self.day, self.people[number]).status
            self.marks.append(mark)

    @precondition(lambda self: self.marks)
    @rule(data=st.data())
    def marks_come_in_again(self, data: st.DataObject) -> None:
        again = data.draw(st.lists(st.sampled_from(self.marks), min_size=1, max_size=4))
        lines = self.lines()
        with contextlib.suppress(Refusal):
            results = roll_call.call_roll(self.id, again, by=self.cast.li, now=self.now)
            assert {result.result for result in results} == {"repeated"}
        assert self.lines() == lines

    @rule(number=who)
    def is_struck(self, number: int) -> None:
        with self.same_expected():
            person_id = self.people[number].person.id
            strikes.strike_entry(self.id, person_id, reason="人不在场", by=self.cast.li, now=self.now)

    @rule(number=who)
    def asks_leave(self, number: int) -> None:
        with self.same_expected():
            leaves.ask_leave(self.id, "有事", by=self.people[number], now=self.now)

    @rule(number=who, decision=st.sampled_from(["approve", "refuse"]))
    def leave_is_decided(self, number: int, decision: Any) -> None:
        with self.same_expected():
            leaves.decide_leave(
                self.id, self.people[number].person.id, decision, by=self.cast.li, now=self.now
            )  # fmt: skip

    @rule(number=who, is_exempt=st.booleans())
    def exemption(self, number: int, is_exempt: bool) -> None:
        person_id = self.people[number].person.id
        with contextlib.suppress(Refusal):
            if is_exempt:
                party_day_guests.exempt_person(
                    self.id, person_id, reason="年老", decision="支委会", by=self.cast.li, now=self.now
                )
            else:
                party_day_guests.count_person_again(
                    self.id, person_id, reason="康复", by=self.cast.li, now=self.now
                )  # fmt: skip

    @rule(number=who)
    def makes_up(self, number: int) -> None:
        before = self.numbers()
        with self.same_expected():
            make_ups.hand_in_make_up(self.id, "体会", is_held=False, by=self.people[number], now=self.now)
        assert self.numbers() == before

    @rule()
    def the_worker_fires(self) -> None:
        jobs: list[Callable[..., int]] = [party_day_upkeep.close_party_days, make_up_tasks.open_make_ups]
        with self.same_expected():
            for job in jobs:
                job(now=self.now)
            lines = self.lines()
            assert [job(now=self.now) for job in jobs] == [0, 0]
            assert self.lines() == lines

    @invariant()
    def everyone_has_one_line(self) -> None:
        assert sorted(line[0] for line in self.lines()) == sorted(person.person.id for person in self.people)

    @invariant()
    def who_has_come_came_at_some_time(self) -> None:
        for _, status, checked_in_at, _, struck_at in self.lines():
            has_come = checked_in_at is not None
            assert has_come is (status in HAVE_COME) or status is AttendanceStatus.OBSERVER
            assert not (struck_at and has_come)

    @invariant()
    def the_rate_is_what_its_formula_says(self) -> None:
        statuses = [line[1] for line in self.lines()]
        expected = sum(status not in ("exempt", "observer") for status in statuses)
        present = statuses.count(AttendanceStatus.PRESENT)
        rate = self.numbers()
        assert (rate.expected, rate.attended) == (expected, present)
        assert f"实到 {present} ÷ 应到 {expected}" in rate.formula

    @invariant()
    def nobody_is_awaited_once_it_is_closed(self) -> None:
        if party_days.get_party_day(self.id, to=self.cast.li).status is PartyDayStatus.CLOSED:
            assert AttendanceStatus.NOT_YET not in [line[1] for line in self.lines()]


def test_a_party_day_holds_its_promises(engines: dict[str, SQLite]) -> None:
    keeps_its_promises(PartyDayMachine, engines["sqlite"], runs=15, steps=30)
