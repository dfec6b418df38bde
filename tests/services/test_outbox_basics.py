"""Messages are taken once, marked once, and never sent twice; on each engine."""

import datetime

import pytest

from models.notices import Delivery, DeliveryStatus, Purpose
from services import messages, outbox
from services.messages import Message
from services.outbox import Sent
from tests.cast import APPID
from tests.races import at_once

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


def queue(people, now, count=1):
    for number in range(count):
        messages.queue(Message(Purpose.NOTICE, f"第{number}条", ""), [person.person.id for person in people], now=now)


def take(now, worker="w1", count=10):
    return outbox.take(count, worker=worker, appid=APPID, now=now)


def statuses():
    return [row.status for row in Delivery.select().order_by(Delivery.id)]


def test_what_is_due_is_taken_with_the_person_s_openid(cast, now):
    queue([cast.wang], now)
    (message,) = take(now)

    assert message.openid == cast.wang.openid
    assert message.notice.title == "第0条"
    assert statuses() == [DeliveryStatus.SENDING]


def test_what_is_not_due_yet_waits(cast, now):
    queue([cast.wang], now + SECOND)

    assert take(now) == []


def test_one_person_gets_one_at_a_time_the_oldest_first(cast, now):
    queue([cast.wang], now, count=3)

    assert [message.notice.title for message in take(now)] == ["第0条"]


def test_workers_side_by_side_never_take_the_same(cast, now):
    queue([cast.wang, cast.li, cast.chen, cast.zhao, cast.sun], now, count=4)

    def take_all(worker):
        found = []
        while batch := take(now, worker, count=2):
            found += [message.delivery_id for message in batch]
        return found

    answers = at_once([lambda name=f"w{number}": take_all(name) for number in range(4)])
    taken = [delivery for answer in answers for delivery in answer]
    while batch := take(now, "last", count=20):  # a locked row may have been passed over
        taken += [message.delivery_id for message in batch]

    assert sorted(taken) == [row.id for row in Delivery.select().order_by(Delivery.id)]


def test_what_was_sent_is_marked(cast, now):
    queue([cast.wang], now)
    (message,) = take(now)
    outbox.mark([Sent(message.delivery_id, DeliveryStatus.DELIVERED, "sent")], worker="w1", now=now)

    delivery = Delivery.get()
    assert (delivery.status, delivery.sent_at, delivery.attempts) == (DeliveryStatus.DELIVERED, now, 1)


def test_what_may_be_tried_again_is_due_later(cast, now):
    queue([cast.wang], now)
    (message,) = take(now)
    retry = Sent(message.delivery_id, DeliveryStatus.PENDING, "busy", now + 5 * SECOND)
    outbox.mark([retry], worker="w1", now=now)

    assert take(now) == []
    assert take(now + 5 * SECOND)[0].attempts == 2


def test_only_the_worker_that_took_it_may_mark_it(cast, now):
    queue([cast.wang], now)
    (message,) = take(now)
    outbox.mark([Sent(message.delivery_id, DeliveryStatus.DELIVERED, "sent")], worker="w2", now=now)

    assert statuses() == [DeliveryStatus.SENDING]


def test_what_a_dead_worker_had_in_hand_is_unknown_and_never_sent_again(cast, now):
    queue([cast.wang], now)
    (message,) = take(now)
    later = now + outbox.LOST_AFTER

    assert outbox.give_up_lost(now=later) == 0
    assert outbox.give_up_lost(now=later + SECOND) == 1
    assert outbox.give_up_lost(now=later + SECOND) == 0
    outbox.mark([Sent(message.delivery_id, DeliveryStatus.DELIVERED, "sent")], worker="w1", now=later)
    assert statuses() == [DeliveryStatus.UNKNOWN]
    assert take(later) == []


def test_someone_without_wechat_is_unbound(cast, now):
    cast.wang.person.identities.get().delete_instance()
    queue([cast.wang], now)
    (message,) = take(now)

    sent = outbox.send(message, gateway=None, templates={}, now=now)
    assert sent.status is DeliveryStatus.UNBOUND
