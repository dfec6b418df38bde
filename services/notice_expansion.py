"""What becomes of notices by themselves: scheduled ones go out, inboxes are filled. Called by every worker."""

from __future__ import annotations

import datetime
from typing import Any

from models.notices import Notice, NoticeBatch, NoticeStatus, Purpose
from models.unit_of_work import unit_of_work
from services import messages, notice_batches
from services.audience_reach import Audience, sender_of
from services.audiences import people_of
from services.errors import Invalid, NotAllowed, NotFound
from services.permissions import Actor


def expand_due(*, now: datetime.datetime) -> int:
    """Send what is scheduled for now, fill the inboxes that are still to be filled; answers how many batches."""
    for notice_id in _ids(Notice.status == NoticeStatus.SCHEDULED, Notice.send_at <= now):
        send_scheduled(notice_id, now=now)
    expanding = _ids(Notice.status == NoticeStatus.EXPANDING)
    if not expanding:
        return 0
    open_batches: Any = (
        NoticeBatch.select(NoticeBatch.id)
        .where(NoticeBatch.notice.in_(expanding), NoticeBatch.expanded_at.is_null())
        .order_by(NoticeBatch.id)
        .tuples()
    )
    filled = sum(notice_batches.fill_inboxes(batch_id, now=now) for (batch_id,) in list(open_batches))
    notice_batches.finish(expanding)
    return filled


@unit_of_work
def send_scheduled(notice_id: int, *, now: datetime.datetime) -> bool:
    """Freeze the audience of a notice whose time has come; False when it is not waiting any more.

    Its author must still be allowed to send it: otherwise it is paused, and whoever answers for the
    organisation now is told.
    """
    notice: Notice = Notice.get_by_id(notice_id)
    if notice.status is not NoticeStatus.SCHEDULED or notice.author is None:
        return False
    author = Actor(notice.author, now=now)
    audience = Audience.kept_in(notice)
    try:
        sender = sender_of(audience, by=author, now=now)
        people = people_of(audience, sender, by=author, now=now)
    except (NotAllowed, NotFound, Invalid):
        return _pause(notice, now=now)
    return notice_batches.freeze(notice.id, people, now=now)


def _pause(notice: Notice, *, now: datetime.datetime) -> bool:
    paused = Notice.update(status=NoticeStatus.PAUSED).where(
        Notice.id == notice.id, Notice.status == NoticeStatus.SCHEDULED
    )
    if paused.execute() == 1 and notice.organisation is not None:
        body = f"定时通知「{notice.title}」的发送人已经卸任，没有发出，请您决定是否发送。"
        message = messages.Message(Purpose.NOTICE, "有一条定时通知等您决定", body, page="secretary/notices/notices")
        messages.queue(message, messages.secretaries_of(notice.organisation, now=now), now=now)
    return False


def _ids(*conditions: Any) -> list[int]:
    found: Any = Notice.select(Notice.id).where(*conditions).order_by(Notice.id)
    return [notice_id for (notice_id,) in found.tuples()]
