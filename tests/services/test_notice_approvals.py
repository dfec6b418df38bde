"""A second pair of eyes: never the author's, asked for above a number, not in the way of a flood."""

import datetime

import pytest

from models.appointments import Appointment, Role
from models.audit import AuditEntry
from models.notices import Delivery, Notice, NoticeStatus
from services import notice_approvals, notice_expansion, notice_versions, notices, policies
from services.audience_reach import Audience
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.notices import NoticeText
from tests.races import at_once

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def threshold(cast, officer, now):
    """东坑村's three people are already too many for one pair of eyes."""
    policies.decide("notice.second_person_above", 2, cast.township, by=officer, now=now)


@pytest.fixture
def send(cast, now, threshold):
    def make(*, by=None, held=False, **columns):
        text = NoticeText("停水通知", "明天停水", Audience(), **columns)
        return notices.send_notice(text, is_held=held, by=by or cast.li, now=now)

    return make


def status_of(notice):
    return Notice.get_by_id(notice.id).status


def recipients(notice):
    return {row.person.name for row in Delivery.select().where(Delivery.notice == notice.id)}


def test_a_notice_to_many_waits_for_a_second_person_who_is_told(cast, send, officer, inbox_of, now):
    notice = send()
    notice_expansion.expand_due(now=now)
    assert (notice.status, recipients(notice)) == (NoticeStatus.AWAITING_APPROVAL, set())
    assert inbox_of(officer) == ["有一条通知等您复核"]
    assert inbox_of(cast.li) == []

    approved = notice_approvals.approve_notice(notice.id, by=officer, now=now)
    notice_expansion.expand_due(now=now)
    assert (approved.approved_by_id, recipients(notice)) == (officer.person.id, {"李书记", "王党员", "陈村民"})
    assert "您的通知复核通过了" in inbox_of(cast.li)


def test_at_the_number_itself_one_pair_of_eyes_is_enough(cast, send, officer, now):
    policies.decide("notice.second_person_above", 3, cast.dongkeng, by=officer, now=now)

    assert send().status is NoticeStatus.EXPANDING


def test_nobody_approves_what_they_wrote(cast, send, now):
    notice = send()
    for decide in (
        lambda: notice_approvals.approve_notice(notice.id, by=cast.li, now=now),
        lambda: notice_approvals.return_notice(notice.id, "改日期", by=cast.li, now=now),
    ):
        with pytest.raises(NotAllowed) as refusal:
            decide()
        assert refusal.value.code == "own_notice"
    assert status_of(notice) is NoticeStatus.AWAITING_APPROVAL


def test_a_secretary_of_another_village_does_not_find_it(cast, send, now):
    with pytest.raises(NotFound):
        notice_approvals.approve_notice(send().id, by=cast.sun, now=now)


def test_a_second_secretary_of_the_village_is_asked_before_the_township(cast, send, officer, inbox_of, now):
    deputy = cast.secretary("吴书记", cast.dongkeng)
    send()

    assert (inbox_of(deputy), inbox_of(officer)) == (["有一条通知等您复核"], [])


def test_a_scheduled_one_waits_for_its_time_after_the_approval(send, officer, now):
    notice = send(send_at=now + HOUR)
    notice_expansion.expand_due(now=now + HOUR)
    assert status_of(notice) is NoticeStatus.AWAITING_APPROVAL

    assert notice_approvals.approve_notice(notice.id, by=officer, now=now).status is NoticeStatus.SCHEDULED
    notice_expansion.expand_due(now=now + HOUR)
    assert len(recipients(notice)) == 3


def test_what_is_sent_back_is_changed_and_handed_in_again(cast, send, officer, inbox_of, now):
    notice = send()
    returned = notice_approvals.return_notice(notice.id, "时间写错了", by=officer, now=now)
    assert (returned.status, returned.reason) == (NoticeStatus.RETURNED, "时间写错了")
    assert inbox_of(cast.li) == ["您的通知被退回修改"]

    text = NoticeText("停水通知", "后天停水")
    revised = notice_versions.revise_notice(notice.id, text, is_held=False, by=cast.li, now=now)
    assert (revised.id, revised.status, revised.body) == (notice.id, NoticeStatus.AWAITING_APPROVAL, "后天停水")
    actions = [entry.action for entry in AuditEntry.select().where(AuditEntry.subject == "notice")]
    assert actions == ["send_notice", "return_notice", "revise_notice"]


def test_sending_back_needs_a_reason(send, officer, now):
    with pytest.raises(Invalid):
        notice_approvals.return_notice(send().id, "", by=officer, now=now)


def test_whoever_changes_it_becomes_its_author_and_cannot_approve_it(cast, send, officer, now):
    notice = send()
    text = NoticeText("停水通知", "后天停水", Audience(organisation_id=cast.dongkeng.id))
    notice_versions.revise_notice(notice.id, text, is_held=False, by=officer, now=now)

    with pytest.raises(NotAllowed):
        notice_approvals.approve_notice(notice.id, by=officer, now=now)
    assert notice_approvals.approve_notice(notice.id, by=cast.li, now=now).status is NoticeStatus.EXPANDING


def test_an_approval_lapses_when_the_text_changes(cast, send, officer, now):
    notice = send(send_at=now + HOUR)
    notice_approvals.approve_notice(notice.id, by=officer, now=now)
    text = NoticeText("停水通知", "不停了", send_at=now + HOUR)
    revised = notice_versions.revise_notice(notice.id, text, is_held=False, by=cast.li, now=now)

    assert (revised.status, revised.approved_by_id) == (NoticeStatus.AWAITING_APPROVAL, None)


def test_an_urgent_one_goes_at_once_and_the_second_person_is_told(cast, send, officer, inbox_of, now):
    assert send(is_urgent=True).status is NoticeStatus.EXPANDING
    assert inbox_of(officer) == ["一条紧急通知已经直接发出"]

    policies.decide("notice.urgent_goes_alone", False, cast.township, by=officer, now=now)
    assert send(is_urgent=True).status is NoticeStatus.AWAITING_APPROVAL


def test_held_text_released_by_its_author_still_waits_released_by_another_it_goes(cast, send, officer, now):
    mine, seen_by_two = send(held=True), send(held=True)

    assert notices.release_notice(mine.id, by=cast.li, now=now).status is NoticeStatus.AWAITING_APPROVAL
    assert notices.release_notice(seen_by_two.id, by=officer, now=now).status is NoticeStatus.EXPANDING


def test_approved_and_sent_back_at_the_same_moment_only_one_word_counts(cast, send, officer, now):
    other = cast.member("钱镇长", cast.township)
    cast.appoint(other, Role.TOWNSHIP_OFFICER, cast.township)
    notice = send()
    results = at_once(
        [
            lambda: notice_approvals.approve_notice(notice.id, by=officer, now=now),
            lambda: notice_approvals.return_notice(notice.id, "改", by=cast.actor(other.person), now=now),
        ]
    )

    assert sum(isinstance(result, WrongState) for result in results) == 1
    assert status_of(notice) in (NoticeStatus.EXPANDING, NoticeStatus.RETURNED)


def test_approving_twice_is_once(send, officer, now):
    notice = send()
    notice_approvals.approve_notice(notice.id, by=officer, now=now)

    assert notice_approvals.approve_notice(notice.id, by=officer, now=now).status is NoticeStatus.EXPANDING
    assert AuditEntry.select().where(AuditEntry.action == "approve_notice").count() == 1


def test_what_waits_when_its_seat_is_handed_over_waits_for_the_successor(cast, send, now):
    notice = send()
    seat = Appointment.get(Appointment.person == cast.li.person)

    assert notices.pause_waiting(seat.id) == 1
    assert status_of(notice) is NoticeStatus.PAUSED
