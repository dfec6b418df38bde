"""Knocking at people's WeChat for what already lies in their inbox.

Each message goes through three commits: taken (status `sending`, one grant used), WeChat called, marked.
Whoever dies in between leaves a `sending` row behind, which later counts as `unknown`: it may have
arrived, so it is never sent again (design rule 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import Case

from models.database import database
from models.jobs import WorkerHeartbeat
from models.notices import Delivery, DeliveryStatus, Way
from models.unit_of_work import unit_of_work
from services import grant_use, outbox_triage, sending_pauses
from services.channel import Channel
from services.leases import database_now
from services.outbox_triage import Due, Plan
from services.sending import GrantFate, Outgoing, Sent

# Longer than a message waits in a living worker's hands: half a batch of calls, at about 11 s each.
LOST_AFTER = datetime.timedelta(seconds=90)
# A living worker's heart beats every 5 s; one silent for so long has been killed.
SILENT_AFTER = datetime.timedelta(seconds=20)
MANY = 100  # rows to read where most need no WeChat: they are settled quickly, however few messages may be sent


END_OF_TIME = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """`moved` counts the rows that were dealt with, those to be sent and those that need no WeChat."""

    to_send: list[Outgoing]
    moved: int

    @property
    def to_read(self) -> int:
        """How many rows it is worth to read next time: many when few of these needed WeChat."""
        return MANY if self.moved > 2 * len(self.to_send) else 0


@unit_of_work
def take(
    room: int, *, to_read: int = MANY, worker: str, channel: Channel, has_quiet_hours: bool, now: datetime.datetime
) -> Taken:
    """Take up to `room` due messages to be sent, one per person (WeChat refuses two at once to the same user).

    Workers side by side never take the same one: rows are locked, or, on SQLite, writers queue.
    """
    due = _lock_due(max(room, to_read), now=now)
    if not due:
        return Taken([], 0)
    plan = outbox_triage.plan(due, channel=channel, has_quiet_hours=has_quiet_hours, now=now)
    to_send = plan.to_send[:room]
    _settle(plan)
    if to_send:
        _start_sending(to_send, worker=worker, now=now)
    return Taken(to_send, len(to_send) + sum(map(len, plan.settled.values())) + sum(map(len, plan.later.values())))


def _lock_due(count: int, *, now: datetime.datetime) -> list[Due]:
    """Due messages, oldest first, none of a person to whom one is on its way just now."""
    busy = Delivery.alias()
    # Every `due_at` lies before then. Said, because SQLite else scans the table where its statistics were made
    # while nothing was on its way.
    on_its_way = busy.select(busy.person).where(busy.status == DeliveryStatus.SENDING, busy.due_at <= END_OF_TIME)
    due: Any = (
        Delivery.select(
            Delivery.id,
            Delivery.person,
            Delivery.notice,
            Delivery.attempts,
            Delivery.way,
            Delivery.subscribe_reason,
        )
        .where(Delivery.status == DeliveryStatus.PENDING, Delivery.due_at <= now, Delivery.person.not_in(on_its_way))
        .order_by(Delivery.due_at, Delivery.id)
        .limit(count)
    )
    if database.for_update:
        due = due.for_update(skip_locked=True)
    first_of_person: dict[int, Due] = {}
    for row in due.tuples():
        first_of_person.setdefault(row[1], Due(*row))
    return list(first_of_person.values())


def _settle(plan: Plan) -> None:
    for (status, reason), ids in plan.settled.items():
        Delivery.update(status=status, reason=reason).where(_pending(ids)).execute()
    for (until, reason), ids in plan.later.items():
        Delivery.update(due_at=until, reason=reason).where(_pending(ids)).execute()


def _start_sending(messages: list[Outgoing], *, worker: str, now: datetime.datetime) -> None:
    taken_at = database_now()
    ways: dict[tuple[Way, str], list[int]] = {}
    for message in messages:
        ways.setdefault((message.way, message.subscribe_reason), []).append(message.delivery_id)
    for (way, subscribe_reason), ids in ways.items():
        columns = {"way": way, "subscribe_reason": subscribe_reason, "taken_by": worker, "taken_at": taken_at}
        started = Delivery.update(status=DeliveryStatus.SENDING, **columns).where(_pending(ids)).execute()
        assert started == len(ids), "the rows are locked, or this is the only writer"
    grant_use.take(
        {message.delivery_id: message.grant_id for message in messages if message.grant_id is not None}, now=now
    )


def _pending(ids: list[int]) -> object:
    return Delivery.id.in_(ids) & (Delivery.status == DeliveryStatus.PENDING)


@unit_of_work
def mark(results: Iterable[Sent], *, worker: str, channel: Channel, now: datetime.datetime) -> None:
    """Note what became of messages this worker had taken; one already counted as unknown stays so."""
    results = list(results)
    loose = [sent for sent in results if sent.grant is not GrantFate.USED]
    loose = _still_ours(loose, worker) if loose else []  # a grant comes back only together with its message
    groups: dict[tuple[object, ...], list[Sent]] = {}
    for sent in [*loose, *(sent for sent in results if sent.grant is GrantFate.USED)]:
        alike = (sent.status, sent.reason, sent.retry_at, sent.was_tried, sent.next_way, sent.message_id is None)
        groups.setdefault(alike, []).append(sent)
    for group in groups.values():
        ids = [sent.delivery_id for sent in group]
        Delivery.update(**_columns(group, now)).where(Delivery.id.in_(ids), _held_by(worker)).execute()
    grant_use.give_back(_grants(loose, GrantFate.RETURNED), now=now)
    grant_use.zero(_grants(loose, GrantFate.ZEROED))
    for appid, until, reason in _pauses(results, channel):
        sending_pauses.pause(appid, until, reason)
    for template_id, until in sorted({sent.ban for sent in results if sent.ban is not None}):
        sending_pauses.ban(template_id, until)


def _columns(alike: list[Sent], now: datetime.datetime) -> dict[str, Any]:
    """What changes in the rows of messages that ended alike."""
    sent = alike[0]
    columns: dict[str, Any] = {"status": sent.status, "reason": sent.reason}
    if sent.was_tried:
        columns["attempts"] = Delivery.attempts + 1
    if sent.next_way is not None:
        columns |= {"way": sent.next_way, "subscribe_reason": sent.reason, "attempts": 0}
    if sent.retry_at is not None:
        columns["due_at"] = sent.retry_at
    if sent.status is DeliveryStatus.DELIVERED:
        columns["sent_at"] = now
    if sent.message_id is not None:
        numbers = [(one.delivery_id, one.message_id) for one in alike]
        columns["message_id"] = Case(Delivery.id, numbers)
    return columns


def _still_ours(results: list[Sent], worker: str) -> list[Sent]:
    ours: Any = (
        Delivery.select(Delivery.id)
        .where(Delivery.id.in_([sent.delivery_id for sent in results]), _held_by(worker))
        .order_by(Delivery.id)
    )
    if database.for_update:
        ours = ours.for_update()
    ids = {delivery_id for (delivery_id,) in ours.tuples()}
    return [sent for sent in results if sent.delivery_id in ids]


def _held_by(worker: str) -> Any:
    return (Delivery.status == DeliveryStatus.SENDING) & (Delivery.taken_by == worker)


def _grants(results: list[Sent], fate: GrantFate) -> dict[int, int]:
    return {sent.delivery_id: sent.grant_id for sent in results if sent.grant is fate and sent.grant_id is not None}


def _pauses(results: list[Sent], channel: Channel) -> set[tuple[str, datetime.datetime, str]]:
    appids = {Way.SUBSCRIBE: channel.appid, Way.TEMPLATE: channel.official_appid}
    return {(appids[sent.way], sent.paused_until, sent.reason) for sent in results if sent.paused_until is not None}


@unit_of_work
def give_up_lost() -> int:
    """Count messages as unknown whose worker died between sending and marking; answers how many."""
    now = database_now()
    alive = WorkerHeartbeat.select(WorkerHeartbeat.worker).where(WorkerHeartbeat.beat_at > now - SILENT_AFTER)
    its_worker_is_dead = (Delivery.taken_at < now - SILENT_AFTER) & Delivery.taken_by.not_in(alive)
    lost: int = (
        Delivery.update(status=DeliveryStatus.UNKNOWN, reason="worker_died")
        .where(
            Delivery.status == DeliveryStatus.SENDING,
            (Delivery.taken_at < now - LOST_AFTER) | its_worker_is_dead,
        )
        .execute()
    )
    return lost
