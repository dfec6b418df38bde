"""What became of the messages that the story has queued: nobody's WeChat is flooded at the first start."""

from __future__ import annotations

import datetime
from random import Random

from commands.demo.people import Someone
from models.notices import Delivery, DeliveryStatus, Notice, Purpose

DELIVERED_SHARE, READ_SHARE = 0.55, 0.6


def settle(everyone: list[Someone], *, now: datetime.datetime) -> list[tuple[int, Purpose]]:
    """Mark what is past as the worker would have. The newest of each purpose still waits, so that the worker
    has something to send; answers (person, purpose) of those."""
    random = Random(7)  # noqa: S311 (plausible, not secret)
    bound = {one.id for one in everyone if one.is_bound}
    waiting: dict[Purpose, Delivery] = {}
    for row in Delivery.select(Delivery, Notice).join(Notice).order_by(Delivery.id.desc()):
        is_bound = row.person_id in bound
        if is_bound and waiting.setdefault(row.notice.purpose, row) is row:
            continue
        Delivery.update(**_outcome(row, is_bound, random, now)).where(Delivery.id == row.id).execute()
    return [(row.person_id, purpose) for purpose, row in waiting.items()]


def _outcome(row: Delivery, is_bound: bool, random: Random, now: datetime.datetime) -> dict[str, object]:
    if not is_bound:
        return {"status": DeliveryStatus.UNBOUND, "reason": "unbound", "attempts": 1}
    columns: dict[str, object] = {"status": DeliveryStatus.INBOX_ONLY, "reason": "no_grant", "attempts": 1}
    if random.random() < DELIVERED_SHARE:
        sent_at = row.due_at + datetime.timedelta(seconds=random.randint(1, 20))
        columns = {"status": DeliveryStatus.DELIVERED, "reason": "sent", "attempts": 1, "sent_at": sent_at}
    read_at = row.due_at + datetime.timedelta(minutes=random.randint(3, 900))
    if random.random() < READ_SHARE and read_at < now:
        columns["read_at"] = read_at
    return columns
