"""What became of the messages that the story has queued: nobody's WeChat is flooded at the first start."""

from __future__ import annotations

import datetime
from random import Random

from commands.demo.people import Someone
from models.notices import Delivery, DeliveryStatus, Notice

LEFT_PENDING = 4  # so that the worker has something to send
DELIVERED_SHARE, READ_SHARE = 0.55, 0.6


def settle(everyone: list[Someone], *, now: datetime.datetime) -> list[tuple[int, str]]:
    """Mark what is past as the worker would have; answers (person, purpose) of the few that still wait."""
    random = Random(7)  # noqa: S311 (plausible, not secret)
    bound = {one.id for one in everyone if one.is_bound}
    rows = list(Delivery.select(Delivery, Notice).join(Notice).order_by(Delivery.id.desc()))
    waiting = [row for row in rows if row.person_id in bound][:LEFT_PENDING]
    for row in rows:
        if row not in waiting:
            Delivery.update(**_outcome(row, row.person_id in bound, random, now)).where(Delivery.id == row.id).execute()
    return [(row.person_id, row.notice.purpose.value) for row in waiting]


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
