"""A notice knocks at the mini-program, then at the Official Account; then it lies in the inbox, with the reasons."""

import datetime

import pytest

from models.notices import Delivery, DeliveryStatus, SendingPause, Way
from models.people import Identity
from models.pushes import Push
from services import audiences, notice_expansion, notice_reports, notices, outbox, push_work, sending
from services.audience_reach import Audience
from services.notice_words import why_not
from services.notices import NoticeText
from tests.pushed import MINI, OFFICIAL, OFFICIAL_APPID, arrive, desk, event, states, work_off
from tests.sending import ToldSender, granted, ledger_is_right, left_of
from wechat.outcomes import Outcome, SendOutcome

CHANNEL = desk().channel
SENT = SendOutcome(Outcome.SENT, "sent", message_id="1001")
NO_GRANT = SendOutcome(Outcome.NO_GRANT, "no_grant")
NOT_FOLLOWING = SendOutcome(Outcome.REFUSED, "not_following")
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


class ToldOfficial:
    """The Official Account's sends, as told; remembers under which keys."""

    appid = OFFICIAL_APPID

    def __init__(self, answer=SENT):
        self.answer, self.sent = answer, []

    def send_template(self, openid, template_id, values, page, *, message_key):
        self.sent.append((openid, template_id, message_key))
        return self.answer


@pytest.fixture
def followed(cast, now):
    """王党员 follows the Official Account."""
    Identity.create(appid=OFFICIAL_APPID, openid="off-wang", person=cast.wang.person, created_at=now)
    return cast.wang


@pytest.fixture
def notice(cast, now):
    """A notice to 东坑村: 李书记, 王党员, 陈村民."""
    sent = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    return sent


def deliver(now, *, subscribe=SENT, official=None, rounds=3):
    """One worker, message by message."""
    official = official or ToldOfficial()
    for _ in range(rounds):
        taken = outbox.take(10, worker="w", channel=CHANNEL, has_quiet_hours=False, now=now)
        gateway = ToldSender(lambda _: subscribe)
        sent = [sending.send(one, gateway=gateway, official=official, now=now) for one in taken.to_send]
        outbox.mark(sent, worker="w", channel=CHANNEL, now=now)
    return official


def of(actor):
    return Delivery.get(Delivery.person == actor.person.id)


def steps_of(notice, cast, actor):
    report = notice_reports.get_report(notice.id, channel=CHANNEL, to=cast.actor(cast.li.person))
    found = next(one for one in report.unreached if one.person_id == actor.person.id)
    return [(step.way.value, step.reason) for step in found.steps]


def adds_up(notice, cast):
    report = notice_reports.get_report(notice.id, channel=CHANNEL, to=cast.actor(cast.li.person))
    parts = (report.delivered, report.inbox_only, report.unbound, report.failed, report.unknown, report.pending)
    return report.people == sum(parts)


def test_with_a_grant_the_mini_program_knocks(cast, followed, notice, now):
    granted(followed)
    official = deliver(now)

    row = of(followed)
    assert (row.status, row.way, row.message_id) == (DeliveryStatus.DELIVERED, Way.SUBSCRIBE, "1001")
    assert official.sent == []


def test_without_a_grant_the_official_account_does(cast, followed, notice, now):
    official = deliver(now)

    row = of(followed)
    assert (row.status, row.way, row.subscribe_reason) == (DeliveryStatus.DELIVERED, Way.TEMPLATE, "no_grant")
    assert official.sent == [("off-wang", "oa-notice", f"delivery-{row.id}")]
    assert adds_up(notice, cast)


def test_a_grant_that_wechat_denies_leads_to_the_official_account_at_once(cast, followed, notice, now):
    granted(followed, 3)
    deliver(now, subscribe=NO_GRANT)

    row = of(followed)
    assert (row.status, row.way, row.subscribe_reason) == (DeliveryStatus.DELIVERED, Way.TEMPLATE, "no_grant")
    assert left_of(followed) == 0
    assert ledger_is_right()


def test_who_is_not_on_the_mini_program_but_follows_is_told(cast, followed, notice, now):
    Identity.delete().where(Identity.person == followed.person, Identity.openid != "off-wang").execute()
    deliver(now)

    row = of(followed)
    assert (row.status, row.subscribe_reason) == (DeliveryStatus.DELIVERED, "unbound")


def test_who_does_neither_is_on_the_list_with_both_reasons(cast, followed, notice, now):
    Identity.delete().where(Identity.person == cast.chen.person).execute()
    deliver(now)

    assert of(cast.chen).status is DeliveryStatus.UNBOUND
    assert steps_of(notice, cast, cast.chen) == [("subscribe", "unbound"), ("template", "not_following")]
    assert steps_of(notice, cast, cast.li) == [("subscribe", "no_grant"), ("template", "not_following")]
    assert adds_up(notice, cast)


def test_when_both_ways_refuse_the_inbox_is_left(cast, followed, notice, now):
    deliver(now, official=ToldOfficial(NOT_FOLLOWING))

    assert of(followed).status is DeliveryStatus.INBOX_ONLY
    assert steps_of(notice, cast, followed) == [("subscribe", "no_grant"), ("template", "not_following")]


def test_a_follower_who_refuses_the_template_is_not_said_to_follow_no_more(cast, followed, notice, now):
    deliver(now, official=ToldOfficial(NO_GRANT))

    assert of(followed).status is DeliveryStatus.INBOX_ONLY
    assert steps_of(notice, cast, followed) == [("subscribe", "no_grant"), ("template", "no_grant")]
    assert why_not(Way.TEMPLATE, "no_grant", DeliveryStatus.INBOX_ONLY) == "在公众号里关掉了消息"


def test_a_follower_who_left_between_two_attempts_is_said_to_follow_no_more(cast, followed, notice, now):
    deliver(now, official=ToldOfficial(SendOutcome(Outcome.RETRY, "too_fast")))
    Identity.delete().where(Identity.openid == "off-wang").execute()
    deliver(now + MINUTE)

    assert (of(followed).status, of(followed).reason) == (DeliveryStatus.INBOX_ONLY, "not_following")
    assert steps_of(notice, cast, followed) == [("subscribe", "no_grant"), ("template", "not_following")]


def test_a_template_that_is_set_up_wrongly_has_failed(cast, followed, notice, now):
    deliver(now, official=ToldOfficial(SendOutcome(Outcome.REFUSED, "template_invalid")))

    assert of(followed).status is DeliveryStatus.FAILED
    assert steps_of(notice, cast, followed)[1] == ("template", "template_invalid")


@pytest.mark.parametrize("way", ["subscribe", "template"])
def test_an_unknown_outcome_is_never_sent_again_by_any_way(cast, followed, notice, now, way):
    unknown = SendOutcome(Outcome.UNKNOWN, "timeout")
    if way == "subscribe":
        granted(followed)
        official = deliver(now, subscribe=unknown)
        assert official.sent == []
    else:
        official = deliver(now, official=ToldOfficial(unknown))
        assert len(official.sent) == 1

    assert (of(followed).status, of(followed).way.value) == (DeliveryStatus.UNKNOWN, way)
    deliver(now + 999 * MINUTE, official=official)
    assert of(followed).status is DeliveryStatus.UNKNOWN
    assert adds_up(notice, cast)


def test_a_retry_of_a_template_has_the_same_key(cast, followed, notice, now):
    official = deliver(now, official=ToldOfficial(SendOutcome(Outcome.RETRY, "system_error")))
    official.answer = SENT
    deliver(now + MINUTE, official=official)

    keys = {key for _, _, key in official.sent}
    assert (len(official.sent), len(keys)) == (2, 1)
    assert of(followed).status is DeliveryStatus.DELIVERED


def test_each_account_has_a_pause_of_its_own(cast, followed, notice, now):
    granted(cast.li)
    until = now + 60 * MINUTE
    deliver(now, official=ToldOfficial(SendOutcome(Outcome.PAUSED, "quota_used_up", paused_until=until)))

    assert [pause.appid for pause in SendingPause.select()] == [OFFICIAL_APPID]
    assert of(cast.li).status is DeliveryStatus.DELIVERED
    assert (of(followed).status, of(followed).due_at) == (DeliveryStatus.PENDING, until)
    deliver(until)
    assert of(followed).status is DeliveryStatus.DELIVERED


def sent_event(openid, at, number="1001", code="1003"):
    item = {"TemplateId": "tpl-notice", "MsgID": number, "ErrorCode": code, "ErrorStatus": "x"}
    return event("subscribe_msg_sent_event", openid, at, List=item)


def finished_event(at, status, number=1001):
    return event("TEMPLATESENDJOBFINISH", "off-wang", at, MsgID=number, Status=status)


def test_a_failure_told_later_leads_to_the_official_account(cast, followed, notice, now):
    granted(followed)
    deliver(now)
    arrive(MINI, sent_event(followed.openid, now), now=now)
    work_off(now)
    assert of(followed).status is DeliveryStatus.PENDING

    official = deliver(now, official=ToldOfficial(SendOutcome(Outcome.SENT, "sent", message_id="1002")))
    row = of(followed)
    assert (row.status, row.way, row.subscribe_reason) == (
        DeliveryStatus.DELIVERED, Way.TEMPLATE, "wechat_failed_later",
    )  # fmt: skip
    assert len(official.sent) == 1
    assert adds_up(notice, cast)


def test_a_success_told_later_changes_nothing(cast, followed, notice, now):
    granted(followed)
    deliver(now)
    arrive(MINI, sent_event(followed.openid, now, code="0"), now=now)
    arrive(OFFICIAL, finished_event(now, "success"), now=now)
    work_off(now)

    assert of(followed).status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize("status", ["failed:user block", "failed: user block"])
def test_who_blocks_the_official_account_is_on_the_list(cast, followed, notice, now, status):
    deliver(now)
    arrive(OFFICIAL, finished_event(now, status), now=now)
    work_off(now)

    assert of(followed).status is DeliveryStatus.INBOX_ONLY
    assert steps_of(notice, cast, followed) == [("subscribe", "no_grant"), ("template", "blocked_by_person")]
    assert adds_up(notice, cast)


def test_a_failure_is_heard_of_though_who_should_have_read_it_has_left_meanwhile(cast, followed, notice, now):
    deliver(now)
    left = event("unsubscribe", "off-wang", now + datetime.timedelta(seconds=1), EventKey="")
    arrive(OFFICIAL, left, finished_event(now, "failed:user block"), now=now)
    work_off(now)

    assert of(followed).status is DeliveryStatus.INBOX_ONLY
    assert {push.message for push in Push.select()} == {""}


def test_a_system_failure_of_the_second_way_has_failed(cast, followed, notice, now):
    deliver(now)
    for _ in range(2):
        arrive(OFFICIAL, finished_event(now, "failed: system failed"), now=now)
        work_off(now)

    assert of(followed).status is DeliveryStatus.FAILED


def test_news_that_overtakes_our_own_note_waits_for_it(cast, followed, notice, now):
    arrive(OFFICIAL, finished_event(now, "failed:user block"), now=now)
    work_off(now)
    assert states() == ["waiting"]
    deliver(now)
    work_off(now + MINUTE)

    assert (states(), of(followed).status) == (["done"], DeliveryStatus.INBOX_ONLY)


def test_news_of_messages_that_others_sent_are_passed_over_in_the_end(cast, now, caplog):
    arrive(OFFICIAL, finished_event(now, "failed:user block", 4711), now=now)
    for attempt in range(push_work.MOST_ATTEMPTS + 1):
        work_off(now + datetime.timedelta(hours=attempt))

    assert states() == ["ignored"]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_the_head_count_knows_followers(cast, followed, now):
    count = audiences.preview_audience(Audience(), channel=CHANNEL, by=cast.li, now=now)

    assert (count.people, count.reachable_by_wechat, count.inbox_only) == (3, 1, 2)
