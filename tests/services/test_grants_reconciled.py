"""One ledger from three tellers: the phone at once, WeChat's popup events, WeChat's settings events, in any order."""

import datetime
import itertools

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from services import grants, outbox, sending
from tests.conftest import NOW
from tests.machines import UseCaseMachine, keeps_its_promises
from tests.pushed import MINI, arrive, popup, withdrawal, work_off
from tests.sending import CHANNEL, TEMPLATE, ToldSender, granted, ledger_is_right, left_of, queue
from wechat.outcomes import Outcome, SendOutcome

MINUTE = datetime.timedelta(minutes=1)


def test_a_late_event_finds_the_line_that_the_phone_has_written(cast, now):
    grants.record_grants({TEMPLATE: "accept"}, channel=CHANNEL, by=cast.wang, now=now)
    arrive(MINI, popup(cast.wang.openid, now, notice="accept"), now=now + 60 * MINUTE)
    work_off(now + 61 * MINUTE)

    assert left_of(cast.wang) == 1


def test_who_takes_the_consent_back_has_none_left(cast, now):
    granted(cast.wang, 5)
    arrive(MINI, withdrawal(cast.wang.openid, now), now=now)
    work_off(now)

    assert left_of(cast.wang) == 0
    assert ledger_is_right()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_in_which_wechat_tells_does_not_matter(cast, now, order):
    told = [
        popup(cast.wang.openid, now, notice="accept"),
        withdrawal(cast.wang.openid, now + MINUTE),
        popup(cast.wang.openid, now + 2 * MINUTE, notice="accept"),
    ]
    for number in order:
        arrive(MINI, told[number], now=now + 9 * MINUTE)
        work_off(now + 9 * MINUTE)

    assert left_of(cast.wang) == 1
    assert ledger_is_right()


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_a_withdrawal_between_two_taps_of_which_the_phone_told_one_leaves_one(cast, now, order):
    def phone_tells(at):
        grants.record_grants({TEMPLATE: "accept"}, channel=CHANNEL, by=cast.wang, now=at)

    def wechat_tells(event):
        arrive(MINI, event, now=now + 9 * MINUTE)
        work_off(now + 9 * MINUTE)

    told = [
        lambda: wechat_tells(popup(cast.wang.openid, now, notice="accept")),
        lambda: wechat_tells(withdrawal(cast.wang.openid, now + MINUTE)),
        lambda: phone_tells(now + 2 * MINUTE),
        lambda: wechat_tells(popup(cast.wang.openid, now + 2 * MINUTE, notice="accept")),
    ]
    for number in order:
        told[number]()

    assert left_of(cast.wang) == 1
    assert ledger_is_right()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_withdrawal_between_two_taps_leaves_the_later_though_the_earlier_was_used(cast, now, order):
    arrive(MINI, popup(cast.wang.openid, now, notice="accept"), now=now)
    work_off(now)
    queue([cast.wang], now)
    outbox.take(1, worker="w", channel=CHANNEL, has_quiet_hours=False, now=now + datetime.timedelta(seconds=2))

    def wechat_tells(event):
        arrive(MINI, event, now=now + 9 * MINUTE)
        work_off(now + 9 * MINUTE)

    told = [
        lambda: wechat_tells(withdrawal(cast.wang.openid, now + MINUTE)),
        lambda: grants.record_grants({TEMPLATE: "accept"}, channel=CHANNEL, by=cast.wang, now=now + 2 * MINUTE),
        lambda: wechat_tells(popup(cast.wang.openid, now + 2 * MINUTE, notice="accept")),
    ]
    for number in order:
        told[number]()

    assert left_of(cast.wang) == 1
    assert ledger_is_right()


@pytest.mark.parametrize("is_in_order", [True, False])
def test_a_message_refused_after_a_withdrawal_costs_no_later_tap(cast, now, is_in_order):
    granted(cast.wang, 1)
    queue([cast.wang], now)
    at = now + 2 * MINUTE
    taken = outbox.take(1, worker="w", channel=CHANNEL, has_quiet_hours=False, now=at).to_send
    refused = ToldSender(lambda _: SendOutcome(Outcome.NO_GRANT, "43101"))
    outbox.mark([sending.send(each, gateway=refused, now=at) for each in taken], worker="w", channel=CHANNEL, now=at)
    events = [
        withdrawal(cast.wang.openid, now + MINUTE),
        popup(cast.wang.openid, now + 3 * MINUTE, notice="accept"),
    ]
    for event in events if is_in_order else reversed(events):
        arrive(MINI, event, now=now + 9 * MINUTE)
        work_off(now + 9 * MINUTE)

    assert left_of(cast.wang) == 1
    assert ledger_is_right()


def test_what_was_taken_back_while_its_message_was_on_its_way_does_not_come_back(cast, now):
    granted(cast.wang, 1)
    queue([cast.wang], now)
    message = outbox.take(1, worker="w", channel=CHANNEL, has_quiet_hours=False, now=now).to_send[0]
    arrive(MINI, withdrawal(cast.wang.openid, now + MINUTE), now=now + MINUTE)
    work_off(now + MINUTE)
    busy = ToldSender(lambda _: SendOutcome(Outcome.RETRY, "-1"))
    outbox.mark([sending.send(message, gateway=busy, now=now)], worker="w", channel=CHANNEL, now=now + 2 * MINUTE)

    assert left_of(cast.wang) == 0
    assert ledger_is_right()


class Tellers(UseCaseMachine):
    """One person taps and takes back; what WeChat pushes of it waits, and comes late, twice, in any order."""

    def __init__(self):
        super().__init__()
        self.wang = self.cast.wang
        self.now, self.at_wechat, self.on_its_way = NOW, 0, []

    def teardown(self):
        for event in self.on_its_way:
            self._deliver(event)
        assert left_of(self.wang) == self.at_wechat
        super().teardown()

    @rule(phone_tells=st.booleans())
    def accept(self, phone_tells):
        self.at_wechat += 1
        self.on_its_way.append(popup(self.wang.openid, self.now, notice="accept"))
        if phone_tells:
            grants.record_grants({TEMPLATE: "accept"}, channel=CHANNEL, by=self.wang, now=self.now)
        self.now += 11 * MINUTE

    @rule()
    def reject(self):
        self.on_its_way.append(popup(self.wang.openid, self.now, notice="reject"))
        self.now += 11 * MINUTE

    @rule()
    def take_back(self):
        self.at_wechat = 0
        self.on_its_way.append(withdrawal(self.wang.openid, self.now))
        self.now += 11 * MINUTE

    @rule()
    def send(self):
        queue([self.wang], self.now)
        taken = outbox.take(1, worker="w", channel=CHANNEL, has_quiet_hours=False, now=self.now).to_send
        wechat = ToldSender(lambda _: SendOutcome(Outcome.SENT if self.at_wechat else Outcome.NO_GRANT, ""))
        sent = [sending.send(message, gateway=wechat, now=self.now) for message in taken]
        outbox.mark(sent, worker="w", channel=CHANNEL, now=self.now)
        self.at_wechat = max(0, self.at_wechat - len(taken))
        self.now += 11 * MINUTE

    @precondition(lambda self: self.on_its_way)
    @rule(data=st.data(), keep=st.booleans())
    def one_arrives(self, data, keep):
        number = data.draw(st.integers(0, len(self.on_its_way) - 1))
        self._deliver(self.on_its_way[number])
        if not keep:  # else it comes once more
            del self.on_its_way[number]

    def _deliver(self, event):
        arrive(MINI, event, now=self.now)
        work_off(self.now)

    @invariant()
    def the_count_is_the_sum_of_its_lines(self):
        assert ledger_is_right()


def test_late_doubled_and_reordered_words_end_in_what_wechat_has(engines):
    keeps_its_promises(Tellers, engines["sqlite"], runs=25, steps=20)
