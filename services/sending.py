"""One call to WeChat for one message, and what its outcome means. Nothing here touches the database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from models.notices import DeliveryStatus
from wechat.outcomes import Outcome, SendOutcome

MOST_ATTEMPTS = 6
FIRST_RETRY_SECONDS = 5
BUSY = "busy"  # the gateway's word when all its slots are taken: nobody was asked
BUSY_SECONDS = 1


class SendingGateway(Protocol):
    """The part of the WeChat gateway that sends subscribe messages."""

    @property
    def appid(self) -> str: ...
    def send_subscribe(self, openid: str, template_id: str, values: dict[str, str], page: str) -> SendOutcome: ...


class GrantFate(Enum):
    """What becomes of the grant that was taken for a message."""

    USED = auto()
    RETURNED = auto()  # the message certainly did not arrive
    ZEROED = auto()  # WeChat says that there was none


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message in this worker's hands: everything WeChat needs, and the grant taken for it."""

    delivery_id: int
    grant_id: int
    openid: str
    template_id: str
    values: dict[str, str]
    page: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it. `retry_at` is set only for what is known not to have arrived; `paused_until`
    when no other message would arrive before. `was_tried` is False when WeChat was not asked about it.
    """

    delivery_id: int
    grant_id: int
    status: DeliveryStatus
    reason: str
    grant: GrantFate
    retry_at: datetime.datetime | None = None
    paused_until: datetime.datetime | None = None
    was_tried: bool = True


FINAL: dict[Outcome, tuple[DeliveryStatus, GrantFate]] = {
    Outcome.SENT: (DeliveryStatus.DELIVERED, GrantFate.USED),
    Outcome.NO_GRANT: (DeliveryStatus.INBOX_ONLY, GrantFate.ZEROED),
    Outcome.REFUSED: (DeliveryStatus.FAILED, GrantFate.RETURNED),
    Outcome.UNKNOWN: (DeliveryStatus.UNKNOWN, GrantFate.USED),
}


def send(message: Outgoing, *, gateway: SendingGateway, now: datetime.datetime) -> Sent:
    """Send one message through WeChat, outside any unit of work. Never raises for WeChat's sake."""
    result = gateway.send_subscribe(message.openid, message.template_id, message.values, message.page)
    if result.outcome in FINAL:
        status, grant = FINAL[result.outcome]
        return Sent(message.delivery_id, message.grant_id, status, result.reason, grant)
    if result.paused_until is not None:
        return postponed(message, result.reason, result.paused_until, pauses_all=True)
    if result.reason == BUSY:
        return postponed(message, BUSY, now + datetime.timedelta(seconds=BUSY_SECONDS))
    return _retry(message, result.reason, now=now)


def postponed(message: Outgoing, reason: str, until: datetime.datetime, *, pauses_all: bool = False) -> Sent:
    """Not sent, and no attempt of this message's either: it is due again then."""
    return Sent(
        message.delivery_id,
        message.grant_id,
        DeliveryStatus.PENDING,
        reason,
        GrantFate.RETURNED,
        retry_at=until,
        paused_until=until if pauses_all else None,
        was_tried=False,
    )


def lost(message: Outgoing, reason: str) -> Sent:
    """Something of ours broke around the call: it may have arrived."""
    return Sent(message.delivery_id, message.grant_id, DeliveryStatus.UNKNOWN, reason, GrantFate.USED)


def _retry(message: Outgoing, reason: str, *, now: datetime.datetime) -> Sent:
    """Later, each time twice as long; after the last attempt the message has failed."""
    if message.attempts + 1 >= MOST_ATTEMPTS:
        return Sent(message.delivery_id, message.grant_id, DeliveryStatus.FAILED, reason, GrantFate.RETURNED)
    pause = datetime.timedelta(seconds=FIRST_RETRY_SECONDS * 2**message.attempts)
    return Sent(
        message.delivery_id,
        message.grant_id,
        DeliveryStatus.PENDING,
        reason,
        GrantFate.RETURNED,
        retry_at=now + pause,
    )
