"""Workers side by side, workers killed, workers stopped: no message twice, none lost; on each engine."""

import threading

import pytest

from models.database import database
from models.notices import Delivery, SendingPause
from services import leases, outbox
from tests.races import at_once
from tests.sending import CHANNEL, SENT, ToldSender, granted, ledger_is_right, left_of, queue, statuses
from wechat.outcomes import Outcome, SendOutcome


@pytest.fixture
def database_url(engine_url):
    return engine_url


def deliver(*deliverers):
    """Let them all work off the outbox, then read what became of it."""
    if not database.is_closed():
        database.close()
    answers = at_once([one.deliver_due for one in deliverers])
    database.connect(reuse_if_open=True)
    assert not [answer for answer in answers if isinstance(answer, Exception)]


@pytest.fixture
def crowd(cast):
    """Thirty members with two grants each."""
    return [granted(cast.member(f"党员{number}", cast.dongkeng), 2) for number in range(30)]


def test_several_workers_deliver_everything_once(cast, crowd, deliverer, now):
    queue(crowd, now, count=2)
    wechat = ToldSender()
    workers = [deliverer(wechat, worker=f"w{number}") for number in range(3)]
    deliver(*workers)
    deliver(workers[0])  # what was locked while the others looked for more

    assert set(statuses()) == {"delivered"}
    assert set(wechat.arrived.values()) == {2}
    assert {left_of(one) for one in crowd} == {0}
    assert ledger_is_right()


def test_one_worker_never_sends_two_at_once_to_the_same_person(cast, deliverer, now):
    queue([granted(cast.wang, 8)], now, count=8)
    wechat = ToldSender()
    deliver(deliverer(wechat))

    assert wechat.arrived[cast.wang.openid] == 8
    assert wechat.at_once == set()


def test_what_a_killed_worker_had_taken_is_never_sent_again(cast, crowd, deliverer, now):
    queue(crowd, now)
    killed = outbox.take(6, worker="killed", channel=CHANNEL, has_quiet_hours=False, now=now).to_send
    Delivery.update(taken_at=leases.database_now() - 2 * outbox.LOST_AFTER).where(
        Delivery.taken_by == "killed"
    ).execute()
    outbox.give_up_lost()
    wechat = ToldSender()
    deliver(deliverer(wechat))

    assert (statuses().count("unknown"), statuses().count("delivered")) == (6, 24)
    assert not wechat.calls.keys() & {message.openid for message in killed}
    assert ledger_is_right()


def test_when_wechat_says_stop_nobody_asks_it_again(cast, crowd, deliverer, now):
    queue(crowd, now)
    tomorrow = now.replace(hour=16)
    wechat = ToldSender(lambda _: SendOutcome(Outcome.PAUSED, "quota_used_up", 45009, paused_until=tomorrow))
    deliver(deliverer(wechat, threads=2))
    asked = wechat.calls.total()
    deliver(deliverer(wechat, worker="w2"))

    assert asked <= 2
    assert wechat.calls.total() == asked
    assert (SendingPause.get().until, SendingPause.get().reason) == (tomorrow, "quota_used_up")
    assert {left_of(one) for one in crowd} == {2}
    assert {(row.due_at, row.attempts) for row in Delivery.select()} == {(tomorrow, 0)}


def test_a_worker_that_stops_ends_its_calls_and_puts_back_the_rest(cast, crowd, deliverer, now):
    queue(crowd, now)
    in_call, may_go_on = threading.Semaphore(0), threading.Event()

    def answer(_openid):
        in_call.release()
        may_go_on.wait(30)
        return SENT

    worker = deliverer(ToldSender(answer), threads=2)
    database.close()
    working = threading.Thread(target=worker.deliver_due)
    working.start()
    for _ in range(2):
        in_call.acquire(timeout=30)
    stopping = threading.Thread(target=worker.stop)
    stopping.start()
    may_go_on.set()
    working.join(30)
    stopping.join(30)
    database.connect()

    assert "sending" not in statuses()
    assert statuses().count("delivered") + statuses().count("pending") == 30
    assert ledger_is_right()


def test_an_error_of_ours_around_the_call_counts_as_unknown(cast, deliverer, now):
    queue([granted(cast.wang)], now)

    def break_down(_openid):
        raise RuntimeError("a mistake of ours")

    deliver(deliverer(ToldSender(break_down)))

    assert (statuses(), left_of(cast.wang)) == (["unknown"], 0)


def test_results_are_kept_while_the_database_is_away(cast, deliverer, now, monkeypatch):
    queue([granted(cast.wang)], now)
    wechat, mark = ToldSender(), outbox.mark

    def fail_once(*args, **options):
        monkeypatch.setattr(outbox, "mark", mark)
        raise ConnectionError("the database is away")

    monkeypatch.setattr(outbox, "mark", fail_once)
    worker = deliverer(wechat)
    database.close()
    with pytest.raises(ConnectionError):
        worker.deliver_due()
    deliver(worker)

    assert (statuses(), wechat.calls[cast.wang.openid]) == (["delivered"], 1)
