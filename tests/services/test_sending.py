"""What each of WeChat's answers means for the message, its grant and the others."""

import datetime

import pytest

from models.notices import DeliveryStatus
from services import sending
from services.sending import MOST_ATTEMPTS, GrantFate, Outgoing
from tests.sending import ToldSender
from wechat.outcomes import Outcome, SendOutcome

NOW = datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(minutes=10)


def send(outcome, reason="word", attempts=0, paused_until=None):
    message = Outgoing(7, 3, "openid", "tpl", {"thing1": "x"}, "", attempts)
    answer = SendOutcome(outcome, reason, paused_until=paused_until)
    return sending.send(message, gateway=ToldSender(lambda _: answer), now=NOW)


@pytest.mark.parametrize(
    ("outcome", "status", "grant"),
    [
        (Outcome.SENT, DeliveryStatus.DELIVERED, GrantFate.USED),
        (Outcome.UNKNOWN, DeliveryStatus.UNKNOWN, GrantFate.USED),
        (Outcome.NO_GRANT, DeliveryStatus.INBOX_ONLY, GrantFate.ZEROED),
        (Outcome.REFUSED, DeliveryStatus.FAILED, GrantFate.RETURNED),
        (Outcome.RETRY, DeliveryStatus.PENDING, GrantFate.RETURNED),
    ],
)
def test_an_answer_decides_the_message_and_its_grant(outcome, status, grant):
    sent = send(outcome, outcome.value)

    assert (sent.delivery_id, sent.grant_id, sent.status, sent.grant) == (7, 3, status, grant)
    assert sent.was_tried


def test_each_retry_waits_twice_as_long_and_the_last_one_has_failed():
    waits = [send(Outcome.RETRY, attempts=n).retry_at - NOW for n in range(MOST_ATTEMPTS - 1)]

    assert [wait.total_seconds() for wait in waits] == [5, 10, 20, 40, 80]
    last = send(Outcome.RETRY, attempts=MOST_ATTEMPTS - 1)
    assert (last.status, last.grant) == (DeliveryStatus.FAILED, GrantFate.RETURNED)


def test_a_pause_counts_as_no_attempt_and_is_for_all():
    sent = send(Outcome.PAUSED, attempts=MOST_ATTEMPTS, paused_until=LATER)

    assert (sent.status, sent.retry_at, sent.paused_until) == (DeliveryStatus.PENDING, LATER, LATER)
    assert not sent.was_tried


def test_a_busy_gateway_counts_as_no_attempt_and_stops_nobody():
    sent = send(Outcome.RETRY, sending.BUSY, attempts=MOST_ATTEMPTS)

    assert (sent.status, sent.was_tried, sent.paused_until) == (DeliveryStatus.PENDING, False, None)
