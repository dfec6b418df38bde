"""Numbers that add up, and a list of those to be phoned that shrinks."""

import pytest

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from models.notices import Delivery, ToldHow
from services import inbox, notice_batches, notice_calls, notice_expansion, notice_replies, notice_reports, notices
from services.errors import Invalid, NotAllowed
from services.notices import NoticeText
from tests.sending import CHANNEL


@pytest.fixture
def notice(cast, now):
    sent = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    return sent


def report_of(notice, cast):
    return notice_reports.get_report(notice.id, channel=CHANNEL, to=cast.li)


def become(person, status, reason=""):
    Delivery.update(status=status, reason=reason).where(Delivery.person == person.person).execute()


def unreached(report):
    return {(one.name, one.reason) for one in report.unreached}


def test_the_first_number_is_the_sum_of_the_next_six(cast, notice):
    become(cast.li, "delivered", "sent")
    become(cast.wang, "unknown", "timeout")
    report = report_of(notice, cast)

    assert (report.people, report.delivered, report.unknown, report.pending) == (3, 1, 1, 1)
    assert unreached(report) == {("王党员", "timeout"), ("陈村民", "pending")}


def test_people_whose_inbox_is_still_to_be_filled_are_pending(cast, now, monkeypatch):
    monkeypatch.setattr(notice_batches, "BATCH", 2)
    sent = notices.send_notice(NoticeText("停水通知", ""), is_held=False, by=cast.li, now=now)

    report = report_of(sent, cast)
    assert (report.people, report.pending, report.unreached) == (3, 3, [])


def test_who_has_read_it_needs_no_call_although_wechat_did_not_reach_them(cast, notice, now):
    become(cast.chen, "inbox_only", "no_grant")
    inbox.read_notice(notice.id, by=cast.chen, now=now)
    report = report_of(notice, cast)

    assert (report.read, report.inbox_only) == (1, 1)
    assert "陈村民" not in {one.name for one in report.unreached}


def test_who_was_phoned_leaves_the_list_and_that_is_logged(cast, notice, now):
    become(cast.chen, "unbound", "unbound")
    chen = [cast.chen.person.id]
    assert notice_reports.mark_told(notice.id, chen, ToldHow.PHONE, by=cast.li, now=now) == 1
    assert notice_reports.mark_told(notice.id, chen, ToldHow.GROUP, by=cast.li, now=now) == 0
    report = report_of(notice, cast)

    assert (report.told, report.unbound, report.read) == (1, 1, 0)
    assert "陈村民" not in {one.name for one in report.unreached}
    assert AuditEntry.select().where(AuditEntry.action == "mark_told_by_phone").count() == 1


def test_only_recipients_can_be_told(cast, notice, now):
    people = [cast.chen.person.id, cast.zhao.person.id]
    with pytest.raises(Invalid) as refusal:
        notice_reports.mark_told(notice.id, people, ToldHow.PHONE, by=cast.li, now=now)

    assert refusal.value.code == "not_a_recipient"
    assert report_of(notice, cast).told == 0


def test_a_recipient_sees_no_report(cast, notice):
    with pytest.raises(NotAllowed):
        notice_reports.get_report(notice.id, channel=CHANNEL, to=cast.wang)


PASTED = """#接龙
停水通知，收到请接龙

1. 王党员
2、李书记（收到）
3. 小陈
4. 王党员
"""


def test_names_in_a_pasted_list_are_matched_with_the_recipients(cast, notice):
    found = notice_replies.read_replies(notice.id, PASTED, to=cast.li)

    assert [(one.person_id, one.name) for one in found.matched] == [
        (cast.wang.person.id, "王党员"),
        (cast.li.person.id, "李书记"),
    ]
    assert (found.ambiguous, found.unknown) == ([], ["小陈"])


def test_namesakes_are_for_a_person_to_tell_apart(cast, now):
    double = cast.member("王党员", cast.dongkeng)
    sent = notices.send_notice(NoticeText("停水通知", ""), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)

    (one,) = notice_replies.read_replies(sent.id, "1. 王党员", to=cast.li).ambiguous
    assert {person.id for person in one.candidates} == {cast.wang.person.id, double.person.id}


def test_a_phone_is_shown_one_at_a_time_and_each_look_is_logged(cast, notice, now):
    person = notice_calls.reveal_phone(notice.id, cast.wang.person.id, by=cast.li, now=now)
    assert person.phone == cast.wang.person.phone

    entry = AuditEntry.get(AuditEntry.action == "see_phone")
    assert (entry.actor_id, entry.acted_for_id) == (cast.li.person.id, cast.wang.person.id)
    assert cast.wang.person.phone not in entry.before + entry.after + entry.reason


def test_a_seat_without_contacts_sees_no_phone_and_nobody_sees_a_stranger_s(cast, notice, now):
    assistant = cast.member("助理", cast.dongkeng)
    seat = Appointment.get(Appointment.person == cast.li.person)
    post = cast.appoint(assistant, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
    DelegatedFunction.create(appointment=post, function=Function.SEND_NOTICES)

    with pytest.raises(NotAllowed):
        notice_calls.reveal_phone(notice.id, cast.wang.person.id, by=cast.actor(assistant.person), now=now)
    with pytest.raises(Invalid):
        notice_calls.reveal_phone(notice.id, cast.zhao.person.id, by=cast.li, now=now)
    assert not AuditEntry.select().where(AuditEntry.action == "see_phone").exists()
