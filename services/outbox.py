"""Knocking at people's WeChat for what already lies in their inbox.

Each message goes through three commits: taken (status `sending`), WeChat called, marked. Whoever dies
in between leaves a `sending` row behind, which later counts as `unknown`: it may have arrived, so it is
never sent again (design rule 3).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from models.database import database
from models.notices import Delivery, DeliveryStatus, Notice
from models.people import Identity
from models.unit_of_work import unit_of_work
from wechat.outcomes import Outcome, SendOutcome
from wechat.templates import BadTemplateValue, values_for

LOST_AFTER = datetime.timedelta(seconds=90)  # longer than any call to WeChat may take
MOST_ATTEMPTS = 6
FIRST_RETRY_SECONDS = 5

STATUS_OF = {
    Outcome.SENT: DeliveryStatus.DELIVERED,
    Outcome.NO_GRANT: DeliveryStatus.INBOX_ONLY,
    Outcome.REFUSED: DeliveryStatus.FAILED,
    Outcome.UNKNOWN: DeliveryStatus.UNKNOWN,
}


class SendingGateway(Protocol):
    """The part of the WeChat gateway that sends subscribe messages."""

    @property
    def appid(self) -> str: ...
    def send_subscribe(self, openid: str, template_id: str, values: dict[str, str], page: str) -> SendOutcome: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message in this worker's hands. `openid` is None for people without WeChat."""

    delivery_id: int
    person_id: int
    openid: str | None
    attempts: int
    notice: Notice


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it. `retry_at` is set only for what is known not to have arrived."""

    delivery_id: int
    status: DeliveryStatus
    reason: str
    retry_at: datetime.datetime | None = None


@unit_of_work
def take(count: int, *, worker: str, appid: str, now: datetime.datetime) -> list[Outgoing]:
    """Take up to `count` due messages, one per person (WeChat refuses two at once to the same user).

    Workers side by side never take the same one: rows are locked, or guarded by their status.
    """
    due = (
        Delivery.select(Delivery.id, Delivery.person)
        .where(Delivery.status == DeliveryStatus.PENDING, Delivery.due_at <= now)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(count)
    )
    if database.for_update:
        due = due.for_update(skip_locked=True)
    first_of_person = {row.person_id: row.id for row in reversed(list(due))}
    if not first_of_person:
        return []
    ids = sorted(first_of_person.values())
    Delivery.update(status=DeliveryStatus.SENDING, taken_by=worker, taken_at=now, attempts=Delivery.attempts + 1).where(
        Delivery.id.in_(ids), Delivery.status == DeliveryStatus.PENDING
    ).execute()
    return _outgoing(ids, worker=worker, appid=appid)


def _outgoing(ids: list[int], *, worker: str, appid: str) -> list[Outgoing]:
    rows = (
        Delivery.select(Delivery, Notice)
        .join(Notice)
        .where(Delivery.id.in_(ids), Delivery.status == DeliveryStatus.SENDING, Delivery.taken_by == worker)
        .order_by(Delivery.id)
    )
    taken = list(rows)
    people = [row.person_id for row in taken]
    identities = Identity.select().where(Identity.person.in_(people or [0]), Identity.appid == appid)
    openids = {identity.person_id: identity.openid for identity in identities}
    return [Outgoing(row.id, row.person_id, openids.get(row.person_id), row.attempts, row.notice) for row in taken]


def send(message: Outgoing, *, gateway: SendingGateway, templates: dict[str, str], now: datetime.datetime) -> Sent:
    """Send one message through WeChat, outside any unit of work. Never raises for WeChat's sake."""
    if message.openid is None:
        return Sent(message.delivery_id, DeliveryStatus.UNBOUND, "unbound")
    template_id = templates.get(message.notice.purpose)
    if template_id is None:
        return Sent(message.delivery_id, DeliveryStatus.INBOX_ONLY, "no_template")
    try:
        values = values_for(message.notice.purpose, json.loads(message.notice.fields))
    except BadTemplateValue as error:
        return Sent(message.delivery_id, DeliveryStatus.FAILED, f"bad_value:{error.field}"[:40])
    result = gateway.send_subscribe(message.openid, template_id, values, message.notice.page)
    return _judge(message, result, now=now)


def _judge(message: Outgoing, result: SendOutcome, *, now: datetime.datetime) -> Sent:
    reason = result.reason
    if result.outcome in STATUS_OF:
        return Sent(message.delivery_id, STATUS_OF[result.outcome], reason)
    if result.paused_until is not None:
        return Sent(message.delivery_id, DeliveryStatus.PENDING, reason, result.paused_until)
    if message.attempts >= MOST_ATTEMPTS:
        return Sent(message.delivery_id, DeliveryStatus.FAILED, reason)
    pause = datetime.timedelta(seconds=FIRST_RETRY_SECONDS * 2 ** (message.attempts - 1))
    return Sent(message.delivery_id, DeliveryStatus.PENDING, reason, now + pause)


@unit_of_work
def mark(results: Iterable[Sent], *, worker: str, now: datetime.datetime) -> None:
    """Note what became of messages this worker had taken; one already counted as unknown stays so."""
    for sent in results:
        columns: dict[str, object] = {"status": sent.status, "reason": sent.reason}
        if sent.retry_at is not None:
            columns["due_at"] = sent.retry_at
        if sent.status is DeliveryStatus.DELIVERED:
            columns["sent_at"] = now
        Delivery.update(**columns).where(
            Delivery.id == sent.delivery_id,
            Delivery.status == DeliveryStatus.SENDING,
            Delivery.taken_by == worker,
        ).execute()


@unit_of_work
def give_up_lost(*, now: datetime.datetime) -> int:
    """Count messages as unknown whose worker died between sending and marking; answers how many."""
    lost: int = (
        Delivery.update(status=DeliveryStatus.UNKNOWN, reason="worker_died")
        .where(Delivery.status == DeliveryStatus.SENDING, Delivery.taken_at < now - LOST_AFTER)
        .execute()
    )
    return lost
