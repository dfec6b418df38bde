"""Exemptions, guests and joint Party days: who stands on whose sheet."""

from __future__ import annotations

import datetime

import pytest

from models.attendance import Attendance, AttendanceStatus, Exemption
from models.organisations import Group
from models.party_days import MeetingKind, PartyDay
from models.people import Person
from services import (
    attendance_counts,
    joint_party_days,
    party_day_changes,
    party_day_guests,
    party_day_upkeep,
    party_days,
)
from services.check_in_codes import CodeExpired, person_code
from services.errors import NotAllowed, NotFound, Refusal
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day, scan, status_of, visit_xixi

HOUR = datetime.timedelta(hours=1)


def test_an_exemption_holds_for_later_party_days_till_its_day(cast: Cast) -> None:
    day = a_party_day(cast)
    until = datetime.date(2026, 12, 31)
    party_day_guests.exempt_person(
        day.id, cast.wang.person.id, reason="年老", decision="支委会", until_on=until, by=cast.li, now=cast.now
    )
    december = a_party_day(cast, starts_in=30 * 24 * 60)
    january = a_party_day(cast, starts_in=60 * 24 * 60)
    assert status_of(december, cast.wang) is AttendanceStatus.EXEMPT
    assert status_of(january, cast.wang) is AttendanceStatus.NOT_YET


def test_an_exemption_taken_back_ends_before_this_party_day(cast: Cast) -> None:
    day = a_party_day(cast)
    party_day_guests.exempt_person(
        day.id, cast.wang.person.id, reason="年老", decision="支委会", by=cast.li, now=cast.now
    )
    party_day_guests.count_person_again(day.id, cast.wang.person.id, reason="康复", by=cast.li, now=cast.now)
    assert status_of(day, cast.wang) is AttendanceStatus.NOT_YET
    assert Exemption.get().ends_on == datetime.date(2026, 11, 22)


def test_why_someone_is_exempt_is_not_readable_in_the_database(cast: Cast, db: None) -> None:
    from models.database import database

    day = a_party_day(cast)
    party_day_guests.exempt_person(
        day.id, cast.wang.person.id, reason="瘫痪在床", decision="支委会", by=cast.li, now=cast.now
    )
    stored = database.execute_sql("SELECT reason FROM exemption").fetchall()
    assert "瘫痪" not in str(stored)


def test_an_exempt_person_who_comes_sits_in_uncounted(cast: Cast) -> None:
    day = a_party_day(cast)
    party_day_guests.exempt_person(
        day.id, cast.wang.person.id, reason="年老", decision="支委会", by=cast.li, now=cast.now
    )
    assert scan(day, cast.wang, cast.now)
    assert status_of(day, cast.wang) is AttendanceStatus.OBSERVER
    assert attendance_counts.sheets_of([day.id])[day.id][0].counts.expected == 1


def test_another_expected_person_after_the_start_needs_a_reason(cast: Cast) -> None:
    day = a_party_day(cast)
    party_day_upkeep.freeze_lists(now=day.starts_at)
    late = cast.member("转入党员", cast.dongkeng)

    def add(reason: str) -> None:
        party_day_guests.add_person(
            day.id, late.person.id, as_="expected", reason=reason, by=cast.li, now=day.starts_at
        )

    with pytest.raises(Refusal, match="reason_required"):
        add("")
    add("昨天刚转入")
    assert attendance_counts.sheets_of([day.id])[day.id][0].counts.expected == 3


def test_a_resident_who_sits_in_sees_the_party_day(cast: Cast) -> None:
    day = a_party_day(cast)
    with pytest.raises(NotFound):
        party_days.get_party_day(day.id, to=cast.chen)
    party_day_guests.add_person(day.id, cast.chen.person.id, by=cast.li, now=cast.now)
    assert party_days.get_party_day(day.id, to=cast.chen) == day
    zhang = cast.resident("张群众", cast.dongkeng)
    with pytest.raises(Refusal, match="not_a_member"):
        party_day_guests.add_person(day.id, zhang.person.id, as_="expected", by=cast.li, now=cast.now)


def test_branches_join_a_joint_party_day_with_sheets_of_their_own(cast: Cast) -> None:
    day = a_party_day(cast)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=cast.now)
    with pytest.raises(NotFound):
        party_days.get_party_day(day.id, to=cast.zhao)  # nobody's people are drawn in without their secretary
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=cast.now)
    scan(day, cast.zhao, cast.now)
    sheets = attendance_counts.sheets_of([day.id])[day.id]
    present = AttendanceStatus.PRESENT
    assert [(sheet.organisation.name, sheet.counts.expected, sheet.counts.by_status[present]) for sheet in sheets] == [
        ("东坑村", 2, 0),
        ("西溪村", 2, 1),
    ]


def test_each_secretary_sees_only_their_own_sheet_s_people(cast: Cast) -> None:
    from services.roll_call import list_roll

    day = a_party_day(cast)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=cast.now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=cast.now)
    assert {line.person.name for line in list_roll(day.id, to=cast.li)} == {"李书记", "王党员"}
    assert {line.person.name for line in list_roll(day.id, to=cast.sun)} == {"孙书记", "赵外人"}
    with pytest.raises(NotAllowed):
        party_day_changes.cancel_party_day(day.id, reason="x", by=cast.sun, now=cast.now)


def test_an_invitation_may_be_declined(cast: Cast) -> None:
    day = a_party_day(cast)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=cast.now)
    joint_party_days.decline_party_day(day.id, cast.xixi.id, by=cast.sun, now=cast.now)
    with pytest.raises(NotFound):
        party_days.get_party_day(day.id, to=cast.sun)


def test_a_guests_code_scanned_without_signal_is_judged_by_when_it_was_scanned(cast: Cast) -> None:
    day = a_party_day(cast)
    code, late = person_code(cast.sun.person.id, cast.now), cast.now + 30 * HOUR
    with pytest.raises(CodeExpired):
        party_day_guests.add_person(day.id, None, code=code, by=cast.li, now=late)
    line = party_day_guests.add_person(day.id, None, code=code, marked_at=cast.now, by=cast.li, now=late)
    assert line.person_id == cast.sun.person.id


def test_a_visit_elsewhere_counts_once_at_home_and_shows_in_both(cast: Cast) -> None:
    away = visit_xixi(cast)
    first, second = (a_party_day(cast, starts_in=days * 24 * 60) for days in (4, 6))
    party_day_upkeep.close_party_days(now=second.ends_at)
    assert status_of(away, cast.wang) is AttendanceStatus.OBSERVER
    assert status_of(first, cast.wang) is AttendanceStatus.PRESENT
    assert status_of(second, cast.wang) is AttendanceStatus.ABSENT


def exempt_till_march(cast: Cast, day: PartyDay) -> None:
    party_day_guests.exempt_person(
        day.id, cast.wang.person.id, reason="病", decision="支委会", until_on=datetime.date(2027, 3, 1), by=cast.li,
        now=cast.now,
    )  # fmt: skip


def test_an_exemption_reaches_a_list_made_before_it_and_so_does_its_end(cast: Cast) -> None:
    day, later = a_party_day(cast), a_party_day(cast, starts_in=3 * 24 * 60, kind=MeetingKind.MEMBERS_MEETING)
    exempt_till_march(cast, day)
    party_day_upkeep.freeze_lists(now=later.starts_at)
    assert status_of(later, cast.wang) is AttendanceStatus.EXEMPT

    last = a_party_day(cast, starts_in=4 * 24 * 60)
    party_day_guests.count_person_again(day.id, cast.wang.person.id, reason="好了", by=cast.li, now=cast.now)
    party_day_upkeep.freeze_lists(now=last.starts_at)
    assert status_of(last, cast.wang) is AttendanceStatus.NOT_YET


def test_whoever_moves_between_two_branches_of_a_joint_day_stands_on_one_sheet(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=3 * 24 * 60)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=cast.now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=cast.now)
    Person.update(home=cast.dongkeng).where(Person.id == cast.zhao.person.id).execute()
    party_day_upkeep.freeze_lists(now=day.starts_at)
    line = Attendance.get(Attendance.party_day == day.id, Attendance.person == cast.zhao.person.id)
    assert line.sheet.organisation_id == cast.dongkeng.id


def test_a_member_added_to_another_groups_meeting_stays_on_its_list(cast: Cast) -> None:
    group = Group.create(organisation=cast.dongkeng, name="一组")
    Person.update(group=group).where(Person.id == cast.li.person.id).execute()
    day = a_party_day(cast, starts_in=3 * 24 * 60, kind=MeetingKind.GROUP_MEETING, group_id=group.id)
    party_day_guests.add_person(day.id, cast.wang.person.id, as_="expected", by=cast.li, now=cast.now)
    party_day_upkeep.freeze_lists(now=day.starts_at)
    assert status_of(day, cast.wang) is AttendanceStatus.NOT_YET
