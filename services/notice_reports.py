"""What became of a notice, in numbers that add up, and whom to phone (features N3)."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import peewee

from models.notices import Delivery, DeliveryStatus, Notice, NoticeBatch, ToldHow, Way
from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit
from services.channel import Channel
from services.errors import Invalid
from services.notice_lists import get_notice
from services.outbox_triage import BAD_VALUE, NOT_FOLLOWING
from services.permissions import Actor

# How a message ends when there was no second way to try.
WITHOUT_FOLLOWER = (DeliveryStatus.INBOX_ONLY, DeliveryStatus.UNBOUND, DeliveryStatus.FAILED)
ON_ITS_WAY = (DeliveryStatus.PENDING, DeliveryStatus.SENDING)


@dataclass(frozen=True, slots=True)
class Step:
    """One way that was tried or considered, and why it did not do."""

    way: Way
    reason: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom neither WeChat reached nor the inbox, nor anyone by phone or in the group.

    `reason` sums the steps up in one word.
    """

    person_id: int
    name: str
    phone_tail: str
    status: DeliveryStatus
    reason: str
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Report:
    """`people` is the sum of the next six; `read` and `told` overlap with them.

    `by_template` are those of the delivered whom the Official Account told.
    """

    people: int
    delivered: int
    inbox_only: int
    unbound: int
    failed: int
    unknown: int
    pending: int
    read: int
    told: int
    by_template: int
    unreached: list[Unreached]


def get_report(notice_id: int, *, channel: Channel, to: Actor) -> Report:
    """How a notice of my seats fares just now. Raises what `get_notice` raises.

    Nobody is to be phoned about one that was withdrawn or corrected.
    """
    notice = get_notice(notice_id, to=to)
    return _report(notice, channel, still_to_come=_still_to_come(notice))


def _report(notice: Notice, channel: Channel, *, still_to_come: int) -> Report:
    count, read = peewee.fn.COUNT(Delivery.id), peewee.fn.COUNT(Delivery.read_at)
    rows: Any = (
        Delivery.select(Delivery.status, count, read, peewee.fn.COUNT(Delivery.told_at))
        .where(Delivery.notice == notice.id)
        .group_by(Delivery.status)
    )
    found = list(rows.tuples())
    of = {status: number for status, number, _, _ in found}
    pending = sum(of.get(status, 0) for status in ON_ITS_WAY) + still_to_come
    return Report(
        people=sum(of.values()) + still_to_come,
        delivered=of.get(DeliveryStatus.DELIVERED, 0),
        inbox_only=of.get(DeliveryStatus.INBOX_ONLY, 0),
        unbound=of.get(DeliveryStatus.UNBOUND, 0),
        failed=of.get(DeliveryStatus.FAILED, 0),
        unknown=of.get(DeliveryStatus.UNKNOWN, 0),
        pending=pending,
        read=sum(read for _, _, read, _ in found),
        told=sum(told for _, _, _, told in found),
        by_template=Delivery.select()
        .where(Delivery.notice == notice.id, Delivery.status == DeliveryStatus.DELIVERED, Delivery.way == Way.TEMPLATE)
        .count(),
        unreached=[] if notice.is_over else _unreached(notice, channel),
    )


def _still_to_come(notice: Notice) -> int:
    """People of the frozen audience whose inboxes are still to be filled."""
    if notice.is_over:
        return 0
    waiting = NoticeBatch.select(peewee.fn.SUM(NoticeBatch.people)).where(
        NoticeBatch.notice == notice.id, NoticeBatch.expanded_at.is_null()
    )
    return int(waiting.scalar() or 0)


def _unreached(notice: Notice, channel: Channel) -> list[Unreached]:
    rows = (
        Delivery.select(Delivery, Person)
        .join(Person)
        .where(
            Delivery.notice == notice.id,
            Delivery.status != DeliveryStatus.DELIVERED,
            Delivery.read_at.is_null(),
            Delivery.told_at.is_null(),
        )
        .order_by(Person.id)
    )
    has_second_way = channel.official_template_of(notice.purpose) is not None
    return [_one_unreached(row, has_second_way) for row in rows]


def _one_unreached(row: Delivery, has_second_way: bool) -> Unreached:
    reason = DeliveryStatus.PENDING.value if row.status in ON_ITS_WAY else row.reason or row.status.value
    steps = [Step(Way.SUBSCRIBE, row.subscribe_reason or reason)]
    if has_second_way and row.way is Way.TEMPLATE:
        steps.append(Step(Way.TEMPLATE, reason))
    elif has_second_way and row.status in WITHOUT_FOLLOWER:
        steps.append(Step(Way.TEMPLATE, reason if reason.startswith(BAD_VALUE) else NOT_FOLLOWING))
    return Unreached(row.person_id, row.person.name, row.person.phone_tail, row.status, reason, steps)


@unit_of_work
def mark_told(notice_id: int, person_ids: Collection[int], how: ToldHow, *, by: Actor, now: datetime.datetime) -> int:
    """Note that these recipients know of it, by phone or from the WeChat group; answers how many were new.

    Raises Invalid when one of them was not meant. The first way counts.
    """
    notice = get_notice(notice_id, to=by)
    wanted = sorted(set(person_ids))
    meant = (Delivery.notice == notice.id) & Delivery.person.in_(wanted)
    if Delivery.select().where(meant).count() != len(wanted):
        raise Invalid("not_a_recipient", "名单里有人不在这条通知的范围内，请重新选择", {"person_ids": "有人不在范围内"})
    told: int = Delivery.update(told_at=now, told_how=how).where(meant, Delivery.told_at.is_null()).execute()
    if told:
        audit.record(
            f"mark_told_by_{how}",
            "notice",
            notice.id,
            by=by,
            now=now,
            organisation_id=notice.organisation_id,
            after={"people": wanted},
        )
    return told
