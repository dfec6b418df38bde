"""Withdrawing and correcting what is out: history stays, and nothing that was sent is sent again."""

import datetime

import pytest

from models.notices import Delivery, DeliveryStatus, Notice, NoticeStatus
from services import inbox, notice_expansion, notice_reports, notice_versions, notices, outbox
from services.errors import Conflict, Invalid, NotFound, WrongState
from services.notices import NoticeText
from tests.races import at_once
from tests.sending import CHANNEL, granted

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def out(cast, now):
    """A notice in three inboxes; 王党员 and 陈村民 would be rung."""
    granted(cast.wang, 2)
    granted(cast.chen, 2)
    notice = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    return notice


@pytest.fixture
def take(now):
    """What a worker would give to WeChat now: whom."""

    def run(room=10):
        taken = outbox.take(room, worker="w", channel=CHANNEL, has_quiet_hours=False, now=now)
        return [Delivery.get_by_id(message.delivery_id).person.name for message in taken.to_send]

    return run


@pytest.fixture
def correct(cast, out, now):
    def run(title="停水通知", body="后天停水", *, notice=out, by=cast.li, held=False):
        return notice_versions.correct_notice(notice.id, title, body, is_held=held, by=by, now=now)

    return run


def deliveries(notice):
    rows = Delivery.select().where(Delivery.notice == notice.id)
    return {row.person.name: (row.status, row.reason) for row in rows}


def status_of(notice):
    return Notice.get_by_id(notice.id).status


def words_for(person):
    return [inbox.words_of(row.notice)[0] for row in inbox.list_inbox(to=person)]


def test_withdrawn_nobody_else_is_rung_and_inboxes_say_so(cast, out, take, now):
    assert take(room=1) == ["王党员"]
    withdrawn = notice_versions.withdraw_notice(out.id, "停水取消了", by=cast.li, now=now)

    assert (withdrawn.status, take()) == (NoticeStatus.WITHDRAWN, [])
    assert deliveries(out)["陈村民"] == (DeliveryStatus.INBOX_ONLY, "withdrawn")
    (mine,) = inbox.list_inbox(to=cast.chen)
    assert inbox.words_of(mine.notice) == ("已撤回：停水通知", "这条通知已经撤回：停水取消了")
    assert Notice.get_by_id(out.id).body == "明天停水"


def test_the_report_of_a_withdrawn_notice_still_adds_up_and_nobody_is_to_be_phoned(cast, out, take, now):
    take(room=1)
    notice_versions.withdraw_notice(out.id, "停水取消了", by=cast.li, now=now)
    report = notice_reports.get_report(out.id, channel=CHANNEL, to=cast.li)

    assert report.people == report.delivered + report.inbox_only + report.unbound + report.failed + report.pending
    assert (report.people, report.pending, report.unreached) == (3, 1, [])


def test_withdrawn_before_the_inboxes_are_filled_they_stay_empty(cast, now):
    notice = notices.send_notice(NoticeText("停水通知", ""), is_held=False, by=cast.li, now=now)
    notice_versions.withdraw_notice(notice.id, "取消", by=cast.li, now=now)
    notice_expansion.expand_due(now=now)

    assert (status_of(notice), deliveries(notice)) == (NoticeStatus.WITHDRAWN, {})


def test_withdrawn_while_inboxes_are_filled_nobody_is_rung(cast, out, take, now):
    Delivery.update(status=DeliveryStatus.PENDING, reason="").where(Delivery.notice == out.id).execute()
    Notice.update(status=NoticeStatus.WITHDRAWN).where(Notice.id == out.id).execute()

    assert take() == []
    assert deliveries(out)["王党员"] == (DeliveryStatus.INBOX_ONLY, "withdrawn")


def test_a_correction_goes_once_to_those_who_got_the_first_and_is_marked(cast, out, take, correct, now):
    assert take(room=1) == ["王党员"]
    cast.member("后来人", cast.dongkeng)
    correction = correct()
    notice_expansion.expand_due(now=now)

    assert (correction.title, correction.corrects_id) == ("更正：停水通知", out.id)
    assert set(deliveries(correction)) == {"李书记", "王党员", "陈村民"}
    assert take() == ["陈村民"]  # 王党员's first message is still on its way, and one person is rung once at a time
    assert deliveries(out)["陈村民"] == (DeliveryStatus.INBOX_ONLY, "corrected")
    assert words_for(cast.chen) == ["更正：停水通知", "已更正：停水通知"]


def test_a_correction_can_itself_be_corrected_and_the_first_cannot_again(cast, out, correct, now):
    first = correct()
    notice_expansion.expand_due(now=now)
    with pytest.raises(Conflict) as refusal:
        correct(body="大后天停水")
    assert refusal.value.code == "already_corrected"

    second = correct("更正：停水通知", "大后天停水", notice=first)
    assert second.title == "更正：停水通知"
    assert [one.id for one in notice_versions.versions_of(first)] == [out.id, first.id, second.id]


def test_two_corrections_at_once_are_one(cast, out, now):
    results = at_once(
        [
            lambda body=body: notice_versions.correct_notice(
                out.id, "停水通知", body, is_held=False, by=cast.li, now=now
            )
            for body in ("后天停水", "大后天停水")
        ]
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Notice.select().where(Notice.corrects == out.id).count() == 1


def test_the_same_text_is_no_correction(correct):
    with pytest.raises(Invalid):
        correct(body="明天停水")


def test_an_abandoned_correction_leaves_the_first_withdrawn_and_it_may_be_corrected_anew(cast, out, correct, now):
    held = correct(held=True)
    notices.cancel_notice(held.id, by=cast.li, now=now)
    assert status_of(out) is NoticeStatus.WITHDRAWN

    assert correct().status is NoticeStatus.EXPANDING
    assert [one.status for one in notice_versions.versions_of(Notice.get_by_id(out.id))] == [
        NoticeStatus.CORRECTED,
        NoticeStatus.EXPANDING,
    ]


def test_a_revised_correction_keeps_its_mark_and_its_people(cast, out, correct, now):
    held = correct(held=True)
    text = NoticeText("停水通知", "大后天停水")
    revised = notice_versions.revise_notice(held.id, text, is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)

    assert (revised.title, set(deliveries(revised))) == ("更正：停水通知", {"李书记", "王党员", "陈村民"})


def test_a_correction_s_title_leaves_room_for_its_mark(correct):
    with pytest.raises(Invalid) as refusal:
        correct(title="长" * 58)
    assert refusal.value.fields == {"title": "更正的标题最多 57 个字"}


def test_what_has_not_gone_out_is_changed_or_cancelled_not_withdrawn(cast, now):
    text = NoticeText("停水通知", "明天停水", send_at=now + HOUR)
    waiting = notices.send_notice(text, is_held=False, by=cast.li, now=now)

    with pytest.raises(WrongState):
        notice_versions.withdraw_notice(waiting.id, "不停了", by=cast.li, now=now)
    with pytest.raises(WrongState):
        notice_versions.correct_notice(waiting.id, "停水", "后天", is_held=False, by=cast.li, now=now)


def test_what_is_out_cannot_be_revised(cast, out, now):
    with pytest.raises(WrongState):
        notice_versions.revise_notice(out.id, NoticeText("停水", "后天"), is_held=False, by=cast.li, now=now)


def test_withdrawing_needs_a_reason_and_a_seat(cast, out, now):
    with pytest.raises(Invalid):
        notice_versions.withdraw_notice(out.id, "", by=cast.li, now=now)
    with pytest.raises(NotFound):
        notice_versions.withdraw_notice(out.id, "乱撤", by=cast.sun, now=now)
