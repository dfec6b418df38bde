"""One call to WeChat for one message, and what its outcome means. Nothing here touches the database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from models.notices import DeliveryStatus, Way
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


class TemplateGateway(Protocol):
    """The part of the Official Account's gateway that sends template messages."""

    @property
    def appid(self) -> str: ...
    def send_template(
        self, openid: str, template_id: str, values: dict[str, str], page: str, *, message_key: str
    ) -> SendOutcome: ...


class GrantFate(Enum):
    """What becomes of the grant that was taken for a message; a template message takes none."""

    USED = auto()
    RETURNED = auto()  # the message certainly did not arrive
    ZEROED = auto()  # WeChat says that there was none


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message in this worker's hands: everything WeChat needs, and the grant taken for it.

    `subscribe_reason` says why the first way did not do; `has_second_way` that the person follows the
    Official Account, should the first fail now.
    """

    delivery_id: int
    grant_id: int | None
    openid: str
    template_id: str
    values: dict[str, str]
    page: str
    attempts: int
    way: Way = Way.SUBSCRIBE
    subscribe_reason: str = ""
    has_second_way: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it. `retry_at` is set only for what is known not to have arrived; `paused_until`
    when no other message of this `way` would arrive before. `was_tried` is False when WeChat was not asked
    about it. `next_way` is the one to try now, because this one did not do for `reason`. `ban` names a template
    that WeChat has banned, and until when it is left alone.
    """

    delivery_id: int
    grant_id: int | None
    status: DeliveryStatus
    reason: str
    grant: GrantFate
    retry_at: datetime.datetime | None = None
    paused_until: datetime.datetime | None = None
    was_tried: bool = True
    way: Way = Way.SUBSCRIBE
    next_way: Way | None = None
    message_id: str | None = None
    ban: tuple[str, datetime.datetime] | None = None


REFUSALS: dict[Outcome, GrantFate] = {Outcome.NO_GRANT: GrantFate.ZEROED, Outcome.REFUSED: GrantFate.RETURNED}
# Ordinary life, not failures: the message lies in the inbox, and WeChat may not knock.
INBOX_REASONS = frozenset({"no_grant", "no_template"})
FOLLOWER_REASONS = frozenset({"not_following", "no_grant", "openid_invalid", "blocked_by_person"})


def status_after(subscribe_reason: str, template_reason: str = "") -> DeliveryStatus:
    """How a message ends that neither way delivered, for the reasons given."""
    if template_reason and template_reason not in FOLLOWER_REASONS:
        return DeliveryStatus.FAILED
    if subscribe_reason == "unbound":
        return DeliveryStatus.UNBOUND
    return DeliveryStatus.INBOX_ONLY if subscribe_reason in INBOX_REASONS else DeliveryStatus.FAILED


def send(
    message: Outgoing, *, gateway: SendingGateway, official: TemplateGateway | None = None, now: datetime.datetime
) -> Sent:
    """Send one message through WeChat, outside any unit of work. Never raises for WeChat's sake."""
    result = _ask(message, gateway, official)
    if result.outcome is Outcome.SENT:
        return _sent(message, DeliveryStatus.DELIVERED, "sent", GrantFate.USED, message_id=result.message_id)
    if result.outcome is Outcome.UNKNOWN:  # perhaps delivered: the second way might tell them twice
        return lost(message, result.reason)
    if result.outcome in REFUSALS:
        ban = (message.template_id, result.banned_until) if result.banned_until is not None else None
        return _not_this_way(message, result.reason, REFUSALS[result.outcome], ban=ban, now=now)
    if result.paused_until is not None:
        return postponed(message, result.reason, result.paused_until, pauses_all=True)
    if result.reason == BUSY:
        return postponed(message, BUSY, now + datetime.timedelta(seconds=BUSY_SECONDS))
    return _retry(message, result.reason, now=now)


def _ask(message: Outgoing, gateway: SendingGateway, official: TemplateGateway | None) -> SendOutcome:
    if message.way is Way.SUBSCRIBE:
        return gateway.send_subscribe(message.openid, message.template_id, message.values, message.page)
    assert official is not None, "only a channel with an Official Account plans template messages"
    key = f"delivery-{message.delivery_id}"
    return official.send_template(message.openid, message.template_id, message.values, message.page, message_key=key)


def _not_this_way(
    message: Outgoing,
    reason: str,
    grant: GrantFate,
    *,
    ban: tuple[str, datetime.datetime] | None = None,
    now: datetime.datetime,
) -> Sent:
    """It certainly did not arrive: by the second way, if there is one left, else it stays in the inbox."""
    if message.has_second_way:
        return _sent(message, DeliveryStatus.PENDING, reason, grant, retry_at=now, next_way=Way.TEMPLATE, ban=ban)
    is_first = message.way is Way.SUBSCRIBE
    status = status_after(reason) if is_first else status_after(message.subscribe_reason, reason)
    return _sent(message, status, reason, grant, ban=ban)


def postponed(message: Outgoing, reason: str, until: datetime.datetime, *, pauses_all: bool = False) -> Sent:
    """Not sent, and no attempt of this message's either: it is due again then."""
    return _sent(
        message,
        DeliveryStatus.PENDING,
        reason,
        GrantFate.RETURNED,
        retry_at=until,
        paused_until=until if pauses_all else None,
        was_tried=False,
    )


def lost(message: Outgoing, reason: str) -> Sent:
    """Something of ours broke around the call: it may have arrived."""
    return _sent(message, DeliveryStatus.UNKNOWN, reason, GrantFate.USED)


def _retry(message: Outgoing, reason: str, *, now: datetime.datetime) -> Sent:
    """Later, each time twice as long; after the last attempt this way has failed."""
    if message.attempts + 1 >= MOST_ATTEMPTS:
        return _not_this_way(message, reason, GrantFate.RETURNED, now=now)
    pause = datetime.timedelta(seconds=FIRST_RETRY_SECONDS * 2**message.attempts)
    return _sent(message, DeliveryStatus.PENDING, reason, GrantFate.RETURNED, retry_at=now + pause)


def _sent(message: Outgoing, status: DeliveryStatus, reason: str, grant: GrantFate, **more: Any) -> Sent:
    return Sent(message.delivery_id, message.grant_id, status, reason, grant, way=message.way, **more)
