"""A notice's frozen audience: written down in one commit, brought into people's inboxes in many.

Any worker may do any step, two may do the same one at once, and any may die in between.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import peewee

from models.notices import Delivery, DeliveryStatus, Notice, NoticeBatch, NoticeStatus
from models.people import Person
from models.unit_of_work import unit_of_work
from services import messages

BATCH = 500


def freeze(notice_id: int, people: Any, *, now: datetime.datetime) -> bool:
    """Write down who is in the audience, inside the caller's unit of work; False when a rival was faster.

    A correction goes to the people of the notice it corrects, whoever would be in the audience today.
    """
    notice = Notice.get_by_id(notice_id)
    fields = messages.notice_fields(notice.title, notice.body, now)
    begun = Notice.update(
        status=NoticeStatus.EXPANDING, sent_at=now, fields=json.dumps(fields, ensure_ascii=False)
    ).where(Notice.id == notice_id, Notice.status == NoticeStatus.SCHEDULED)
    if begun.execute() != 1:
        return False
    batches = _batches_of(notice.corrects_id) if notice.corrects_id is not None else _batches(people)
    for number, batch in enumerate(batches):
        NoticeBatch.insert(notice=notice_id, number=number, person_ids=json.dumps(batch), people=len(batch)).execute()
    return True


def _batches(people: Any) -> list[list[int]]:
    ids = [person_id for (person_id,) in people.select(Person.id).order_by(Person.id).tuples()]
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _batches_of(notice_id: int) -> list[list[int]]:
    rows = NoticeBatch.select().where(NoticeBatch.notice == notice_id).order_by(NoticeBatch.number)
    return [json.loads(batch.person_ids) for batch in rows]


def people_in(notice_id: int) -> int:
    """How many people a notice went to, or is going to."""
    total = NoticeBatch.select(peewee.fn.SUM(NoticeBatch.people)).where(NoticeBatch.notice == notice_id).scalar()
    return int(total or 0)


def stop(notice_id: int, reason: str) -> None:
    """Keep back what WeChat has not been given yet, inside the caller's unit of work.

    Inboxes filled at this very moment are stopped when their turn comes (services.outbox_triage).
    """
    Delivery.update(status=DeliveryStatus.INBOX_ONLY, reason=reason).where(
        Delivery.notice == notice_id, Delivery.status == DeliveryStatus.PENDING
    ).execute()


@unit_of_work
def fill_inboxes(batch_id: int, *, now: datetime.datetime) -> bool:
    """One batch, once. The unique key of deliveries stands behind the guard."""
    taken = NoticeBatch.update(expanded_at=now).where(NoticeBatch.id == batch_id, NoticeBatch.expanded_at.is_null())
    if taken.execute() != 1:
        return False
    batch = NoticeBatch.get_by_id(batch_id)
    # Someone may have been merged with a double since the audience was frozen.
    present = peewee.fn.COALESCE(Person.merged_into, Person.id)
    people: Any = Person.select(present).where(Person.id.in_(json.loads(batch.person_ids))).distinct().tuples()
    rows = [{"notice": batch.notice_id, "person": person_id, "due_at": now} for (person_id,) in people]
    if rows:
        Delivery.insert_many(rows).on_conflict_ignore().execute()
    return True


@unit_of_work
def finish(notice_ids: list[int]) -> None:
    """Count notices as sent whose every batch is in the inboxes."""
    still_open = NoticeBatch.select(NoticeBatch.notice).where(
        NoticeBatch.notice.in_(notice_ids), NoticeBatch.expanded_at.is_null()
    )
    Notice.update(status=NoticeStatus.SENT).where(
        Notice.id.in_(notice_ids), Notice.status == NoticeStatus.EXPANDING, Notice.id.not_in(still_open)
    ).execute()
