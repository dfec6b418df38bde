"""Whatever happens in whatever order: the count is the sum of its lines, never below zero, and agrees with WeChat."""

import datetime
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from models.database import open_database
from models.grants import GrantSource
from models.notices import Delivery, DeliveryStatus
from services import grants, outbox, sending
from tests.cast import APPID, Cast
from tests.conftest import NOW
from tests.sending import CHANNEL, TEMPLATE, ToldSender, ledger_is_right, left_of, queue
from wechat.outcomes import Outcome, SendOutcome

CERTAIN = (Outcome.SENT, Outcome.NO_GRANT, Outcome.REFUSED, Outcome.RETRY, Outcome.PAUSED)


class Grants(RuleBasedStateMachine):
    """One person's taps and messages. `at_wechat` is what WeChat itself would still take."""

    template = None  # a migrated SQLite file

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "ledger.sqlite3")
        self.database = open_database(f"sqlite:///{self.folder / 'ledger.sqlite3'}")
        self.database.connect()
        self.wang = Cast(NOW).wang
        self.now, self.at_wechat, self.delivered, self.unsure = NOW, 0, 0, 0
        self.in_hand = []

    def teardown(self):
        self.database.close_all()
        shutil.rmtree(self.folder)

    @rule(told_twice=st.booleans())
    def accept(self, told_twice):
        self.at_wechat += 1
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

    @precondition(lambda self: self.in_hand)
    @rule(outcome=st.sampled_from(CERTAIN))
    def wechat_answers(self, outcome):
        outcome = Outcome.NO_GRANT if outcome is Outcome.SENT and self.at_wechat == 0 else outcome
        if outcome is Outcome.SENT:
            self.at_wechat -= 1
            self.delivered += 1
        elif outcome is Outcome.NO_GRANT:
            self.at_wechat = 0
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
        outbox.mark([sent], worker="w", appid=APPID, now=self.now)

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


@pytest.fixture
def _template(engines):
    url = engines["sqlite"].fresh()
    Grants.template = url.removeprefix("sqlite:///")
    yield
    engines["sqlite"].drop(url)


@pytest.mark.usefixtures("_template")
class TestGrants(Grants.TestCase):
    settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
