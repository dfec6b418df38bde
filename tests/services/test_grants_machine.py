"""Whatever happens in whatever order: the count is the sum of its lines, never below zero, and agrees with WeChat."""

import datetime

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from models.grants import GrantSource
from models.notices import Delivery, DeliveryStatus
from services import grants, outbox, sending
from tests.conftest import NOW
from tests.machines import UseCaseMachine, keeps_its_promises
from tests.sending import CHANNEL, TEMPLATE, ToldSender, ledger_is_right, left_of, queue
from wechat.outcomes import Outcome, SendOutcome

CERTAIN = (Outcome.SENT, Outcome.NO_GRANT, Outcome.REFUSED, Outcome.RETRY, Outcome.PAUSED)


class Grants(UseCaseMachine):
    """One person's taps and messages. `at_wechat` is what WeChat itself would still take."""

    def __init__(self):
        super().__init__()
        self.wang = self.cast.wang
        self.now, self.at_wechat, self.delivered, self.unsure = NOW, 0, 0, 0
        self.in_hand, self.tapped_since = [], 0

    @rule(told_twice=st.booleans())
    def accept(self, told_twice):
        self.at_wechat += 1
        self.tapped_since += 1
        for source in (GrantSource.PHONE, GrantSource.EVENT)[: 1 + told_twice]:
            grants.count_tap(self.wang.identity_id, TEMPLATE, "accept", source=source, now=self.now)
        self.now += datetime.timedelta(minutes=11)

    @rule()
    def reject(self):
        grants.record_grants({TEMPLATE: "reject"}, channel=CHANNEL, by=self.wang, now=self.now)
        self.now += datetime.timedelta(minutes=11)

    @rule()
    def take(self):
        queue([self.wang], self.now)
        taken = outbox.take(4, worker="w", channel=CHANNEL, has_quiet_hours=False, now=self.now)
        self.in_hand += taken.to_send
        if taken.to_send:
            self.tapped_since = 0

    @precondition(lambda self: self.in_hand)
    @rule(outcome=st.sampled_from(CERTAIN))
    def wechat_answers(self, outcome):
        outcome = Outcome.NO_GRANT if outcome is Outcome.SENT and self.at_wechat == 0 else outcome
        if outcome is Outcome.SENT:
            self.at_wechat -= 1
            self.delivered += 1
        elif outcome is Outcome.NO_GRANT:
            self.at_wechat = self.tapped_since  # WeChat refused before these taps, else it would have sent
        self._answer(SendOutcome(outcome, "word", paused_until=self.now if outcome is Outcome.PAUSED else None))

    @precondition(lambda self: self.in_hand)
    @rule()
    def nobody_knows(self):
        self.at_wechat -= 1
        self.unsure += 1
        self._answer(SendOutcome(Outcome.UNKNOWN, "timeout"))

    def _answer(self, answer):
        message = self.in_hand.pop()
        sent = sending.send(message, gateway=ToldSender(lambda _: answer), now=self.now)
        outbox.mark([sent], worker="w", channel=CHANNEL, now=self.now)

    @invariant()
    def the_count_is_the_sum_of_its_lines(self):
        assert ledger_is_right()

    @invariant()
    def the_count_agrees_with_wechat(self):
        assert left_of(self.wang) == self.at_wechat - len(self.in_hand)

    @invariant()
    def at_most_one_message_is_on_its_way_and_the_counts_agree(self):
        assert len(self.in_hand) <= 1
        assert _count(DeliveryStatus.DELIVERED) == self.delivered
        assert _count(DeliveryStatus.UNKNOWN) == self.unsure


def _count(status):
    return Delivery.select().where(Delivery.status == status).count()


def test_the_count_is_right_whatever_happens(engines):
    keeps_its_promises(Grants, engines["sqlite"], runs=25, steps=25)
