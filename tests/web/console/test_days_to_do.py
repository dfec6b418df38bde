"""What of Party days, meetings and events stands on the first page."""

from __future__ import annotations

import datetime

import pytest

from models.appointments import Appointment
from models.attendance import Attendance, AttendanceStatus, MakeUp
from models.events import Event, EventStatus
from models.party_days import PartyDay
from models.policies import Policy
from services import joint_party_days, leaves, make_up_tasks, make_ups, party_day_upkeep, sign_ups
from services.local_time import local_day
from services.minutes import MinutesText, save_minutes
from tests.event_cast import HOUR, make_event
from tests.services.party_day_makers import a_party_day


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


def held_an_hour_ago(day, now):
    PartyDay.update(starts_at=now - 3 * HOUR, ends_at=now - HOUR).where(PartyDay.id == day.id).execute()


def test_leave_leads_to_the_person_who_asked(desk, cast, now):
    day = a_party_day(cast, starts_in=60)
    leaves.ask_leave(day.id, "外出", by=cast.wang, now=now)
    page = desk.get("/")
    assert "请假等您批" in page.text
    assert f"/party-days/{day.id}/people/{cast.wang.person.id}" in page.text


def test_a_party_day_that_people_check_in_to_now_is_there(desk, cast):
    a_party_day(cast, starts_in=20)
    assert "主题党日正在签到" in desk.reads("/")


def test_an_invitation_waits_for_an_answer(desk_as, cast, now):
    day = a_party_day(cast, starts_in=60)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=now)
    assert "东坑村邀请西溪村" in desk_as(cast.sun).reads("/")


def test_minutes_are_missed_until_they_are_written(desk, cast, now):
    day = a_party_day(cast)
    held_an_hour_ago(day, now)
    assert "纪要还没写" in desk.reads("/")
    save_minutes(day.id, MinutesText(text="学了通告"), based_on=0, by=cast.li, now=now)
    assert "纪要还没写" not in desk.reads("/")


def test_a_make_up_that_waits_for_the_secretary_is_there(desk, cast, now):
    day = a_party_day(cast)
    held_an_hour_ago(day, now)
    party_day_upkeep.close_party_days(now=now)
    make_up_tasks.open_make_ups(now=now)
    make_ups.hand_in_make_up(day.id, "看完了", is_held=True, by=cast.wang, now=now)
    assert Attendance.get(Attendance.person == cast.wang.person.id).status is AttendanceStatus.ABSENT
    assert MakeUp.select().count() == 2
    assert "补学等您看" in desk.reads("/")


def test_meetings_due_within_days_are_there(desk, cast, now):
    assert "会议快到期还没开" in desk.reads("/")  # the month ends in a week
    Policy.create(organisation=cast.county, name="meeting.party_day_months", value="0", from_at=now)
    assert "会议快到期还没开" not in desk.reads("/")


def test_an_event_that_is_over_waits_for_its_roll(desk, cast, now):
    event = make_event(cast, 2)
    sign_ups.sign_up(event.id, by=cast.wang, now=now)
    Event.update(starts_at=now - 3 * HOUR, ends_at=now - HOUR).execute()
    assert "还没登记谁来过" in desk.reads("/")
    desk.post(f"/events/{event.id}/roll", **{f"person-{cast.wang.person.id}": "attended"})
    assert "还没登记谁来过" not in desk.reads("/")


def test_a_long_gone_roll_bothers_nobody(desk, cast, now):
    event = make_event(cast, 2)
    sign_ups.sign_up(event.id, by=cast.wang, now=now)
    long_ago = now - datetime.timedelta(days=30)
    Event.update(starts_at=long_ago, ends_at=long_ago + HOUR).execute()
    assert "还没登记谁来过" not in desk.reads("/")


def test_a_held_event_waits_to_be_read_again(desk, cast):
    make_event(cast, 2, status=EventStatus.HELD)
    assert "活动等您再读一遍" in desk.reads("/")


def test_nobody_else_is_bothered(desk_as, cast, now):
    day = a_party_day(cast, starts_in=60)
    leaves.ask_leave(day.id, "外出", by=cast.wang, now=now)
    make_event(cast, 2, status=EventStatus.HELD)
    said = desk_as(cast.sun).reads("/")
    assert "请假等您批" not in said
    assert "活动等您再读一遍" not in said


def test_a_township_does_the_work_of_a_vacant_seat_only(desk_as, cast, now):
    officer = desk_as(cast.secretary("周委员", cast.township))
    day = a_party_day(cast, starts_in=60)
    leaves.ask_leave(day.id, "外出", by=cast.wang, now=now)
    assert "请假等您批" not in officer.reads("/")
    Appointment.update(ends_on=local_day(now) - datetime.timedelta(days=1)).where(
        Appointment.person == cast.li.person
    ).execute()
    assert "请假等您批" in officer.reads("/")
