"""Lists, visibility, joint Party days, reminders, closing, numbers."""

from __future__ import annotations

import datetime
import json

import pytest

from models.appointments import DelegatedFunction, Function, Role
from models.attendance import Attendance, AttendanceStatus, Exemption
from models.notices import Delivery, Notice, Purpose
from models.organisations import Group
from models.party_days import MeetingKind, PartyDay
from models.people import Person, Standing
from models.policies import Policy
from services import (
    attendance_counts,
    joint_party_days,
    make_up_tasks,
    party_day_changes,
    party_day_guests,
    party_day_upkeep,
    party_days,
)
from services.check_in_codes import CodeExpired, person_code
from services.errors import NotAllowed, NotFound, Refusal
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


def visit_xixi(cast: Cast) -> object:
    """王党员 sits in at 西溪村 on the 23rd; 东坑村 has its own Party day a week later."""
    away = a_party_day(cast, by=cast.sun, organisation=cast.xixi)
    code = person_code(cast.wang.person.id, cast.now)
    party_day_guests.add_person(away.id, None, code=code, by=cast.sun, now=cast.now)
    scan(away, cast.wang, cast.now)
    return away


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
