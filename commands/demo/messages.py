"""What became of the messages that the story has queued: nobody's WeChat is flooded at the first start."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from peewee import chunked

from commands.demo.people import Someone
from models.notices import Delivery, DeliveryStatus, Notice, Purpose

DELIVERED_SHARE, READ_SHARE = 0.55, 0.6
AT_ONCE = 400  # ids in one UPDATE


def settle(everyone: list[Someone], *, now: datetime.datetime) -> list[tuple[int, Purpose]]:
    """Mark what is past as the worker would have. The newest of each purpose still waits, so that the worker
    has something to send; answers (person, purpose) of those."""
    random = Random(7)  # noqa: S311 (plausible, not secret)
    bound = {one.id for one in everyone if one.is_bound}
    waiting: dict[Purpose, int] = {}
    same: dict[tuple[tuple[str, object], ...], list[int]] = {}  # one UPDATE for all that ended alike
    for delivery_id, person_id, due_at, purpose in _deliveries():
        is_bound = person_id in bound
        if is_bound and purpose not in waiting:
            waiting[purpose] = person_id
        else:
            outcome = _outcome(due_at, is_bound, random, now)
            same.setdefault(tuple(outcome.items()), []).append(delivery_id)
    for columns, ids in same.items():
        for some in chunked(ids, AT_ONCE):
            Delivery.update(**dict(columns)).where(Delivery.id.in_(some)).execute()
    return [(person_id, purpose) for purpose, person_id in waiting.items()]


def _deliveries() -> Any:
    """Newest first: id, person, when it was due, purpose."""
    rows = Delivery.select(Delivery.id, Delivery.person, Delivery.due_at, Notice.purpose).join(Notice)
    return list(rows.order_by(Delivery.id.desc()).tuples())


def _outcome(due_at: datetime.datetime, is_bound: bool, random: Random, now: datetime.datetime) -> dict[str, object]:
    if not is_bound:
        return {"status": DeliveryStatus.UNBOUND, "reason": "unbound", "attempts": 1}
    columns: dict[str, object] = {"status": DeliveryStatus.INBOX_ONLY, "reason": "no_grant", "attempts": 1}
    if random.random() < DELIVERED_SHARE:
        sent_at = due_at + datetime.timedelta(seconds=random.randint(1, 20))
        columns = {"status": DeliveryStatus.DELIVERED, "reason": "sent", "attempts": 1, "sent_at": sent_at}
    read_at = due_at + datetime.timedelta(minutes=random.randint(3, 900))
    if random.random() < READ_SHARE and read_at < now:
        columns["read_at"] = read_at
    return columns
