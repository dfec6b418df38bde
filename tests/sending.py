"""A WeChat that sends as told, and grants to send against."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from collections.abc import Callable, Iterable

from models.grants import GrantEntry, GrantSource, SubscriptionGrant
from models.notices import Delivery, Purpose
from models.people import Identity, Person
from services import grants, messages
from services.channel import Channel
from services.messages import Message
from services.permissions import Actor
from tests.cast import APPID
from wechat.outcomes import Outcome, SendOutcome
from wechat.templates import parse_templates

TEMPLATE = "tpl-notice"
CHANNEL = Channel(APPID, parse_templates(f"notice:{TEMPLATE},wish_update:tpl-wish-update"))
SENT = SendOutcome(Outcome.SENT, "sent")


class ToldSender:
    """Answers each call as `answer` says; counts calls per person, and persons called twice at once."""

    appid = APPID

    def __init__(self, answer: Callable[[str], SendOutcome] | None = None) -> None:
        self._answer = answer or (lambda _openid: SENT)
        self._lock = threading.Lock()
        self._open: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.arrived: Counter[str] = Counter()
        self.at_once: set[str] = set()

    def send_subscribe(self, openid: str, template_id: str, values: dict[str, str], page: str) -> SendOutcome:
        with self._lock:
            self.calls[openid] += 1
            if openid in self._open:
                self.at_once.add(openid)
            self._open.add(openid)
        try:
            result = self._answer(openid)
        finally:
            with self._lock:
                self._open.discard(openid)
        if result.outcome is Outcome.SENT:
            with self._lock:
                self.arrived[openid] += 1
        return result


def granted(actor: Actor | Person, count: int = 1, template_id: str = TEMPLATE) -> Actor | Person:
    """So many taps on "allow" by this person."""
    person = actor.person if isinstance(actor, Actor) else actor
    identity = Identity.get(Identity.person == person.id)
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    for _ in range(count):
        grants.count_tap(identity.id, template_id, "accept", source=GrantSource.PHONE, now=now)
    return actor


def queue(people: Iterable[Actor], now: datetime.datetime, count: int = 1) -> None:
    """So many messages to each."""
    for number in range(count):
        messages.queue(Message(Purpose.NOTICE, f"第{number}条", ""), [one.person.id for one in people], now=now)


def left_of(actor: Actor | Person, template_id: str = TEMPLATE) -> int:
    person = actor.person if isinstance(actor, Actor) else actor
    rows = (
        SubscriptionGrant.select()
        .join(Identity)
        .where(Identity.person == person.id, SubscriptionGrant.template_id == template_id)
    )
    return sum(row.left for row in rows)


def ledger_is_right() -> bool:
    """Whether every grant's count is the sum of its lines."""
    return all(
        grant.left == sum(entry.change for entry in GrantEntry.select().where(GrantEntry.grant == grant.id))
        for grant in SubscriptionGrant.select()
    )


def statuses() -> list[str]:
    return [row.status.value for row in Delivery.select().order_by(Delivery.id)]
