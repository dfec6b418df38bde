"""Numbers that add up, and a list of those to be phoned that shrinks."""

import pytest

from models.audit import AuditEntry
from models.notices import Delivery, ToldHow
from services import inbox, notice_batches, notice_expansion, notice_replies, notice_reports, notices
from services.errors import Invalid, NotAllowed
from services.notices import NoticeText


@pytest.fixture
def notice(cast, now):
    sent = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    return sent


def report_of(notice, cast):
    return notice_reports.get_report(notice.id, to=cast.li)


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
        notice_reports.get_report(notice.id, to=cast.wang)


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


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("1. 王小禾\n2) 李秀英 收到", ["王小禾", "李秀英 收到"]),
        ("王小禾、李秀英，张三\n#接龙", ["王小禾", "李秀英", "张三"]),
        ("", []),
    ],
)
def test_entries_are_the_numbered_lines_or_else_the_words(text, entries):
    assert notice_replies.entries_in(text) == entries


def test_a_name_inside_a_longer_word_is_found_the_longest_first(cast):
    names = {"王小": [], "王小禾": []}

    assert notice_replies.name_in("东坑王小禾到", names) == "王小禾"
