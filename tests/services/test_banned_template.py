"""WeChat bans one template: it is left alone for an hour, and the others go on."""

import datetime

import pytest

from models.notices import Delivery, DeliveryStatus, Purpose
from services import messages, outbox, sending
from tests.sending import CHANNEL, SENT, ToldSender, granted, left_of
from wechat.failures import Refused
from wechat.outcomes import outcome_of


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def banned(now):
    """What the outbox hears of WeChat's 43107."""
    return outcome_of(Refused(43107, "subscribe message capability is banned"), now)


def tell(actor, now):
    messages.queue(messages.Message(Purpose.NOTICE, "停水", "12月1日停水"), [actor.person.id], now=now)


def deliver(now, answer):
    """One message at a time; answers how often WeChat was asked."""
    wechat = ToldSender(lambda _: answer)
    while taken := outbox.take(1, worker="w", channel=CHANNEL, has_quiet_hours=False, now=now).to_send:
        sent = [sending.send(one, gateway=wechat, now=now) for one in taken]
        outbox.mark(sent, worker="w", channel=CHANNEL, now=now)
    return wechat.calls.total()


def of(actor):
    return Delivery.get(Delivery.person == actor.person.id)


def test_after_the_first_refusal_nobody_asks_for_the_template_again(cast, banned, now):
    for actor in (cast.wang, cast.li, cast.chen):
        tell(granted(actor), now)
    assert deliver(now, banned) == 1
    assert {(of(one).status, of(one).reason) for one in (cast.wang, cast.li, cast.chen)} == {
        (DeliveryStatus.FAILED, "capability_banned")
    }
    assert {left_of(one) for one in (cast.wang, cast.li, cast.chen)} == {1}


def test_after_an_hour_it_is_tried_again(cast, banned, now):
    tell(granted(cast.wang), now)
    deliver(now, banned)
    hour = now + datetime.timedelta(hours=1)
    tell(granted(cast.li), hour)
    assert deliver(hour, SENT) == 1
    assert of(cast.li).status is DeliveryStatus.DELIVERED


def test_messages_of_other_templates_go_on(cast, banned, now):
    tell(granted(cast.wang), now)
    deliver(now, banned)
    granted(cast.li, template_id="tpl-wish-update")
    fields = {"thing1": "一床棉被", "phrase2": "已认领", "thing3": "请联系"}
    messages.queue(
        messages.Message(Purpose.WISH_UPDATE, "一床棉被", "有人认领了", fields=fields), [cast.li.person.id], now=now
    )
    assert deliver(now, SENT) == 1
    assert of(cast.li).status is DeliveryStatus.DELIVERED
