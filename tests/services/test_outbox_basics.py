"""Messages are taken once, marked once, and never sent twice; on each engine."""

import datetime

import pytest

from models.notices import Delivery, DeliveryStatus, Notice
from services import leases, outbox, policies, sending
from services.sending import GrantFate, Sent
from tests.races import at_once
from tests.sending import CHANNEL, ToldSender, granted, ledger_is_right, left_of, queue, statuses
from wechat.outcomes import Outcome, SendOutcome

RETRY = SendOutcome(Outcome.RETRY, "system_error")
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


def take(now, worker="w1", room=10, has_quiet_hours=False):
    return outbox.take(room, worker=worker, channel=CHANNEL, has_quiet_hours=has_quiet_hours, now=now).to_send


def mark(*results, now, worker="w1"):
    outbox.mark(results, worker=worker, channel=CHANNEL, now=now)


def delivered(message):
    return Sent(message.delivery_id, message.grant_id, DeliveryStatus.DELIVERED, "sent", GrantFate.USED)


def lose(delivery_id):
    """Let the message have been taken long ago, by the database's clock."""
    long_ago = leases.database_now() - outbox.LOST_AFTER
    Delivery.update(taken_at=long_ago).where(Delivery.id == delivery_id).execute()


def test_what_is_due_is_taken_with_everything_wechat_needs(cast, now):
    queue([granted(cast.wang)], now)
    (message,) = take(now)

    assert (message.openid, message.template_id) == (cast.wang.openid, "tpl-notice")
    assert message.values == {"thing1": "第0条", "thing2": "第0条", "time3": "2026年11月23日 09:00"}
    assert statuses() == ["sending"]


def test_a_grant_is_used_in_the_commit_that_marks_the_message_as_sending(cast, now):
    queue([granted(cast.wang, 2)], now)
    take(now)

    assert left_of(cast.wang) == 1
    assert ledger_is_right()


def test_what_is_not_due_yet_waits(cast, now):
    queue([granted(cast.wang)], now + SECOND)

    assert take(now) == []


def test_one_person_gets_one_at_a_time_the_oldest_first(cast, now):
    queue([granted(cast.wang, 5)], now, count=3)

    assert [message.values["thing1"] for message in take(now)] == ["第0条"]
    assert take(now, "w2") == []


def test_without_wechat_without_grant_or_without_template_nothing_is_sent(cast, now):
    cast.wang.person.identities.get().delete_instance()
    queue([cast.wang, cast.chen], now)
    notice = Notice.create(purpose="party_day", title="党日", created_at=now)
    Delivery.insert(notice=notice, person=cast.li.person, due_at=now).execute()

    assert take(now) == []
    assert [(row.status.value, row.reason) for row in Delivery.select().order_by(Delivery.id)] == [
        ("unbound", "unbound"),
        ("inbox_only", "no_grant"),
        ("inbox_only", "no_template"),
    ]


@pytest.mark.parametrize(("late", "is_sent"), [(-SECOND, True), (datetime.timedelta(), False)])
def test_what_tells_of_something_ahead_is_not_sent_once_it_has_begun(cast, now, late, is_sent):
    start = now + datetime.timedelta(hours=2)
    queue([granted(cast.wang)], now)
    Notice.update(good_until=start).execute()

    assert bool(take(start + late)) is is_sent
    assert left_of(cast.wang) == (0 if is_sent else 1)
    assert is_sent or [(row.status.value, row.reason) for row in Delivery.select()] == [("inbox_only", "too_late")]


def test_a_value_that_wechat_would_refuse_fails_without_asking_it(cast, now):
    notice = Notice.create(purpose="notice", title="😀", fields='{"thing1": "😀"}', created_at=now)
    Delivery.insert(notice=notice, person=granted(cast.wang).person, due_at=now).execute()

    assert take(now) == []
    assert (statuses(), left_of(cast.wang)) == (["failed"], 1)


def test_workers_side_by_side_never_take_the_same(cast, now):
    people = [granted(one, 9) for one in (cast.wang, cast.li, cast.chen, cast.zhao, cast.sun)]
    queue(people, now, count=4)

    def take_and_mark_all(worker):
        found = []
        while batch := take(now, worker, room=2):
            found += [message.delivery_id for message in batch]
            mark(*map(delivered, batch), worker=worker, now=now)
        return found

    answers = at_once([lambda name=f"w{number}": take_and_mark_all(name) for number in range(4)])
    taken = [delivery for answer in answers for delivery in answer]
    taken += take_and_mark_all("last")  # a locked row may have been passed over

    assert sorted(taken) == [row.id for row in Delivery.select().order_by(Delivery.id)]
    assert {left_of(one) for one in people} == {5}
    assert ledger_is_right()


def test_what_was_sent_is_marked(cast, now):
    queue([granted(cast.wang)], now)
    (message,) = take(now)
    mark(delivered(message), now=now)

    delivery = Delivery.get()
    assert (delivery.status, delivery.sent_at, delivery.attempts) == (DeliveryStatus.DELIVERED, now, 1)


def test_what_may_be_tried_again_is_due_later_and_gives_its_grant_back(cast, now):
    queue([granted(cast.wang)], now)
    (message,) = take(now)
    mark(sending.send(message, gateway=ToldSender(lambda _: RETRY), now=now), now=now)

    assert (take(now), left_of(cast.wang)) == ([], 1)
    assert take(now + 5 * SECOND)[0].attempts == 1


def test_only_the_worker_that_took_it_may_mark_it(cast, now):
    queue([granted(cast.wang)], now)
    (message,) = take(now)
    mark(sending.postponed(message, "busy", now), worker="w2", now=now)

    assert (statuses(), left_of(cast.wang)) == (["sending"], 0)


def test_what_a_dead_worker_had_in_hand_is_unknown_and_never_sent_again(cast, now):
    queue([granted(cast.wang, 2)], now)
    (message,) = take(now)
    assert outbox.give_up_lost() == 0
    lose(message.delivery_id)

    assert outbox.give_up_lost() == 1
    mark(sending.postponed(message, "busy", now), now=now)
    assert (statuses(), left_of(cast.wang)) == (["unknown"], 1)
    assert take(now + 900 * SECOND) == []


def test_a_worker_whose_heart_beats_has_longer(cast, now):
    queue([granted(cast.wang)], now)
    (message,) = take(now)
    just_silent = leases.database_now() - outbox.SILENT_AFTER - SECOND
    Delivery.update(taken_at=just_silent).execute()
    leases.beat("w1")

    assert outbox.give_up_lost() == 0
    leases.forget_old_runs()
    Delivery.update(taken_by="w2").execute()
    assert outbox.give_up_lost() == 1
    assert message.delivery_id == Delivery.get().id


def test_moving_the_sandbox_clock_loses_nothing_that_is_on_its_way(cast, now):
    queue([granted(cast.wang)], now)
    take(now + datetime.timedelta(days=9))

    assert outbox.give_up_lost() == 0


def test_a_pause_stops_every_worker_but_not_what_needs_no_wechat(cast, now):
    queue([granted(cast.wang), granted(cast.li), cast.chen], now)
    (first, *_) = take(now, room=1)
    until = now + 600 * SECOND
    mark(sending.postponed(first, "quota_used_up", until, pauses_all=True), now=now)

    assert take(now, "w2") == []
    assert sorted(statuses()) == ["inbox_only", "pending", "pending"]
    assert {row.due_at for row in Delivery.select().where(Delivery.status == "pending")} == {until}
    assert len(take(until, "w2")) == 2


def test_at_night_only_what_is_urgent_knocks(cast, now):
    evening = now + datetime.timedelta(hours=13)  # 22:00
    queue([granted(cast.wang)], evening)
    queue([granted(cast.li)], evening)
    Notice.update(is_urgent=True).where(Notice.id == Delivery.get(person=cast.li.person).notice_id).execute()

    assert [message.openid for message in take(evening, has_quiet_hours=True)] == [cast.li.openid]
    assert Delivery.get(person=cast.wang.person).due_at == now + datetime.timedelta(hours=22)
    assert len(take(now + datetime.timedelta(hours=22), has_quiet_hours=True)) == 1


def test_a_single_message_keeps_the_quiet_hours_of_the_persons_own_place(cast, now):
    evening = now + datetime.timedelta(hours=13)  # 22:00
    policies.decide("notice.quiet_from", "22:30", cast.dongkeng, by=cast.li, now=now)
    policies.decide("notice.quiet_until", "06:00", cast.xixi, by=cast.sun, now=now)
    queue([granted(cast.wang), granted(cast.sun)], evening)

    assert [message.openid for message in take(evening, has_quiet_hours=True)] == [cast.wang.openid]
    assert Delivery.get(person=cast.sun.person).due_at == now + datetime.timedelta(hours=21)
