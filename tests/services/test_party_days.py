"""Lists, visibility, reminders, closing of Party days."""

from __future__ import annotations

import datetime
import json

import pytest

from models.appointments import DelegatedFunction, Function, Role
from models.attendance import Attendance, AttendanceStatus
from models.notices import Delivery, Notice, Purpose
from models.people import Person, Standing
from services import (
    make_up_tasks,
    party_day_changes,
    party_day_guests,
    party_day_upkeep,
    party_days,
)
from services.errors import NotAllowed
from services.local_time import SHANGHAI
from services.party_day_changes import PartyDayChange
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day, line_of, scan, status_of
from wechat.templates import values_for

HOUR = datetime.timedelta(hours=1)


def titles(since: int = 0) -> list[str]:
    return [row.title for row in Notice.select().where(Notice.id > since).order_by(Notice.id)]


def later(day: object, **delta: float) -> datetime.datetime:
    return day.starts_at + datetime.timedelta(**delta)


def test_residents_and_visitors_of_other_branches_are_not_on_the_list(cast: Cast) -> None:
    day = a_party_day(cast)
    listed = {line.person_id for line in Attendance.select().where(Attendance.party_day == day.id)}
    assert listed == {cast.li.person.id, cast.wang.person.id}


def test_a_probationary_member_is_expected_and_has_no_vote(cast: Cast) -> None:
    zhou = cast.actor(cast.person("周预备", cast.dongkeng, standing=Standing.PROBATIONARY, is_on_roster=True))
    day = a_party_day(cast)
    assert (line_of(day, zhou).status, line_of(day, zhou).has_vote) == (AttendanceStatus.NOT_YET, False)


def test_the_list_follows_the_roster_until_it_starts(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=60)
    newcomer = cast.member("新党员", cast.dongkeng)
    Person.update(home=cast.xixi).where(Person.id == cast.wang.person.id).execute()
    party_day_upkeep.freeze_lists(now=day.starts_at)
    listed = {line.person_id for line in Attendance.select().where(Attendance.party_day == day.id)}
    assert listed == {cast.li.person.id, newcomer.person.id}
    cast.member("更新的党员", cast.dongkeng)
    assert party_day_upkeep.freeze_lists(now=later(day, minutes=5)) == 0
    assert Attendance.select().where(Attendance.party_day == day.id).count() == 2


def test_an_assistant_with_the_function_runs_it_and_one_without_does_not(cast: Cast) -> None:
    day = a_party_day(cast)
    seat = cast.li.person.appointments.get()
    assistant = cast.member("小助理", cast.dongkeng)
    given = cast.appoint(assistant, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
    change = PartyDayChange(title="新名字")
    with pytest.raises(NotAllowed):
        party_day_changes.change_party_day(day.id, change, by=cast.actor(assistant.person), now=cast.now)
    DelegatedFunction.create(appointment=given, function=Function.RUN_PARTY_DAYS)
    changed = party_day_changes.change_party_day(day.id, change, by=cast.actor(assistant.person), now=cast.now)
    assert changed.title == "新名字"


def test_a_township_officer_sees_and_runs_every_branch_s(cast: Cast) -> None:
    day = a_party_day(cast)
    officer = cast.member("镇干部", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    assert party_days.list_party_days(to=cast.actor(officer.person), now=cast.now) == [day]


def test_the_next_party_day_is_the_soonest_that_is_not_over(cast: Cast) -> None:
    a_party_day(cast, starts_in=48 * 60)
    soon = a_party_day(cast, starts_in=10)
    found = party_days.next_party_day(to=cast.wang, now=later(soon, minutes=30))
    assert found is not None
    assert (found[0], found[1].status) == (soon, AttendanceStatus.NOT_YET)
    assert party_days.next_party_day(to=cast.chen, now=cast.now) is None


def test_messages_carry_values_that_wechat_takes(cast: Cast) -> None:
    a_party_day(cast, title="主题党日", place="")
    notice = Notice.select().where(Notice.purpose == Purpose.PARTY_DAY).get()
    assert values_for("party_day", json.loads(notice.fields)) == {
        "thing1": "主题党日",
        "time2": "2026年11月23日 09:10",
        "thing3": "地点另行通知",
    }


def test_reminders_come_a_day_and_two_hours_ahead_once_each(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=3 * 24 * 60)
    known = Notice.select().count()
    sent = [
        party_day_upkeep.remind(now=later(day, hours=-hours))
        for hours in (25, 24, 24, 12, 3, 2, 2, 1.5, 0.1)  # each firing might be a fresh worker: nothing is in memory
    ]
    assert sent == [0, 1, 0, 0, 0, 1, 0, 0, 0]
    assert titles(since=known) == ["主题党日快开始了"] * 2


def test_a_worker_that_slept_through_the_first_sends_only_the_last(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=3 * 24 * 60)
    assert [party_day_upkeep.remind(now=later(day, hours=-1)) for _ in range(3)] == [1, 0, 0]


def test_called_at_short_notice_the_call_itself_reminds(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=5 * 60)
    assert party_day_upkeep.remind(now=cast.now) == 0
    assert party_day_upkeep.remind(now=later(day, hours=-2)) == 1


def test_a_moved_party_day_is_reminded_of_anew(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=3 * 24 * 60)
    now = later(day, hours=-23)
    party_day_upkeep.remind(now=now)
    change = PartyDayChange(starts_at=later(day, days=3))
    moved = party_day_changes.change_party_day(day.id, change, reason="雨天", by=cast.li, now=now)
    assert party_day_upkeep.remind(now=now) == 0
    assert party_day_upkeep.remind(now=later(moved, hours=-24)) == 1


def test_what_somebody_has_come_to_keeps_its_start(cast: Cast) -> None:
    day = a_party_day(cast)
    scan(day, cast.wang, cast.now)
    change = PartyDayChange(starts_at=later(day, days=3))
    with pytest.raises(party_day_changes.SomebodyHasCome):
        party_day_changes.change_party_day(day.id, change, reason="雨天", by=cast.li, now=cast.now)
    longer = PartyDayChange(starts_at=day.starts_at, ends_at=day.ends_at + HOUR)
    assert party_day_changes.change_party_day(day.id, longer, by=cast.li, now=cast.now).ends_at == day.ends_at + HOUR


def test_another_place_is_told_to_who_has_come_already_too(cast: Cast) -> None:
    day = a_party_day(cast)
    scan(day, cast.wang, cast.now)
    change = PartyDayChange(place="村委会")
    party_day_changes.change_party_day(day.id, change, reason="停电", by=cast.li, now=cast.now)
    told = Delivery.select().join(Notice).where(Notice.body.contains("村委会"))
    assert {delivery.person_id for delivery in told} == {cast.li.person.id, cast.wang.person.id}


def test_whoever_is_on_leave_or_exempt_is_not_reminded(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=3 * 24 * 60)
    party_day_guests.exempt_person(
        day.id, cast.wang.person.id, reason="年老", decision="支委会", by=cast.li, now=cast.now
    )
    party_day_upkeep.remind(now=later(day, hours=-24))
    told = Delivery.select().join(Notice).where(Notice.title == "主题党日快开始了")
    assert [delivery.person_id for delivery in told] == [cast.li.person.id]


def test_after_the_end_whoever_did_not_come_was_absent(cast: Cast) -> None:
    day = a_party_day(cast)
    scan(day, cast.li, cast.now)
    assert party_day_upkeep.close_party_days(now=day.ends_at - datetime.timedelta(seconds=1)) == 0
    assert [party_day_upkeep.close_party_days(now=day.ends_at) for _ in range(2)] == [1, 0]
    assert (status_of(day, cast.li), status_of(day, cast.wang)) == (AttendanceStatus.PRESENT, AttendanceStatus.ABSENT)


def test_make_up_is_due_at_the_midnight_after_14_days(cast: Cast) -> None:
    starts_at = datetime.datetime(2026, 12, 18, 23, 30, tzinfo=SHANGHAI)
    day = a_party_day(cast, starts_at=starts_at, ends_at=starts_at + HOUR)  # it ends on the 19th, half past midnight
    party_day_upkeep.close_party_days(now=day.ends_at)
    assert [make_up_tasks.open_make_ups(now=day.ends_at) for _ in range(2)] == [2, 0]
    due_at = line_of(day, cast.wang).make_ups.get().due_at
    assert due_at.astimezone(SHANGHAI).isoformat() == "2027-01-03T00:00:00+08:00"
