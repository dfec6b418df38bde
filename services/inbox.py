"""Each person's inbox: every message lies here, whether or not WeChat knocked."""

from __future__ import annotations

import datetime

from models.hot_queries import home as hot
from models.notices import Delivery, Notice, NoticeStatus
from models.unit_of_work import unit_of_work
from services.errors import NotFound
from services.permissions import Actor


def words_of(notice: Notice) -> tuple[str, str]:
    """Title and body as they stand in an inbox: of one that was withdrawn only why, of a corrected one a warning."""
    if notice.status is NoticeStatus.WITHDRAWN:
        return f"已撤回：{notice.title}", f"这条通知已经撤回：{notice.reason}"
    if notice.status is NoticeStatus.CORRECTED:
        return f"已更正：{notice.title}", f"这条通知有误，请以后面的更正为准。\n\n{notice.body}".strip()
    return notice.title, notice.body


def list_inbox(*, to: Actor, before_id: int | None = None, limit: int = 20) -> list[Delivery]:
    """My messages, newest first; `before_id` (of a delivery) continues after the last one seen."""
    query = Delivery.select(Delivery, Notice).join(Notice).where(Delivery.person == to.person.id)
    if before_id is not None:
        query = query.where(Delivery.id < before_id)
    return list(query.order_by(Delivery.id.desc()).limit(limit))


def count_unread(*, to: Actor) -> int:
    """How many of my messages I have not opened."""
    (count,) = hot.unread.run(person=to.person.id).fetchone()
    return int(count)


def get_delivery(notice_id: int, *, to: Actor) -> Delivery:
    """One message of mine; raises NotFound."""
    mine = (Delivery.notice == notice_id) & (Delivery.person == to.person.id)
    delivery: Delivery | None = Delivery.select(Delivery, Notice).join(Notice).where(mine).get_or_none()
    if delivery is None:
        raise NotFound()
    return delivery


@unit_of_work
def read_notice(notice_id: int, *, by: Actor, now: datetime.datetime) -> Delivery:
    """Mark a message of mine as read; the first reading counts. Raises NotFound."""
    Delivery.update(read_at=now).where(
        Delivery.notice == notice_id, Delivery.person == by.person.id, Delivery.read_at.is_null()
    ).execute()
    return get_delivery(notice_id, to=by)
