"""Replies to a Party day from the WeChat group: who means to come, who asks for leave."""

import pytest

from models.attendance import Attendance, AttendanceStatus, Leave, LeaveStatus
from models.audit import AuditEntry
from services import group_replies
from services.errors import NotAllowed, NotFound
from services.group_replies import Reply
from tests.services.party_day_makers import a_party_day, line_of, mark, status_of


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def day(cast):
    return a_party_day(cast)


def test_who_says_they_come_is_noted_and_counts_nowhere(cast, day, now):
    (line,) = group_replies.note_replies(day.id, [Reply(cast.wang.person.id, "coming")], by=cast.li, now=now)

    assert (line.status, line.said_coming_at) == (AttendanceStatus.NOT_YET, now)


def test_who_asks_for_leave_has_it_with_the_reason_only_the_secretary_reads(cast, day, now):
    found = group_replies.read_list(day.id, "1. 王党员 请假 送孩子去医院", to=cast.li)
    said = Reply(found[0].candidates[0].id, "on_leave", found[0].note)
    group_replies.note_replies(day.id, [said], by=cast.li, now=now)

    leave = Leave.get()
    assert (leave.status, "送孩子去医院" in leave.reason) == (LeaveStatus.APPROVED, True)
    assert status_of(day, cast.wang) is AttendanceStatus.ON_LEAVE


def test_noting_it_again_changes_nothing(cast, day, now):
    said = [Reply(cast.wang.person.id, "coming"), Reply(cast.li.person.id, "on_leave", "出差")]
    first = group_replies.note_replies(day.id, said, by=cast.li, now=now)
    entries = AuditEntry.select().count()

    assert group_replies.note_replies(day.id, said, by=cast.li, now=now) == first
    assert AuditEntry.select().count() == entries


def test_who_has_come_stays_present_whatever_the_list_says(cast, day, now):
    mark(day, cast.wang, AttendanceStatus.PRESENT, by=cast.li, now=now)
    (line,) = group_replies.note_replies(day.id, [Reply(cast.wang.person.id, "on_leave")], by=cast.li, now=now)

    assert (line.status, Leave.select().count()) == (AttendanceStatus.PRESENT, 0)


def test_only_people_of_my_own_sheet_and_only_by_its_secretary(cast, day, now):
    with pytest.raises(NotFound):
        group_replies.note_replies(day.id, [Reply(cast.zhao.person.id, "coming")], by=cast.li, now=now)
    with pytest.raises(NotAllowed):
        group_replies.note_replies(day.id, [Reply(cast.wang.person.id, "coming")], by=cast.wang, now=now)
    assert Attendance.select().where(Attendance.said_coming_at.is_null(False)).count() == 0
    assert line_of(day, cast.wang).status is AttendanceStatus.NOT_YET
