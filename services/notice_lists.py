"""Which mass notices a seat sees: those of its organisations and of its alliances."""

from __future__ import annotations

import datetime

import peewee

from models.appointments import Function, Role
from models.notices import Delivery, DeliveryStatus, Notice, NoticeKind, NoticeStatus
from models.organisations import Organisation
from services.errors import NotAllowed, NotFound
from services.permissions import Actor, within

NOT_ARRIVED = (DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN)
STILL_NEWS = datetime.timedelta(days=3)  # later a phone call tells nobody anything new


def visible_notices(to: Actor) -> peewee.ModelSelect[Notice]:
    """Mass notices of the organisations, and of the alliances, that this person's seats send for."""
    leads = [seat.alliance_id for seat in to.seats if seat.role is Role.ALLIANCE_LEAD]
    mine = within(to.paths_for(Function.SEND_NOTICES)) | Notice.alliance.in_(leads or [0])
    return Notice.select(Notice, Organisation).join(Organisation).where(Notice.kind == NoticeKind.MASS, mine)


def own_notices(*, to: Actor) -> peewee.ModelSelect[Notice]:
    """The query of what my seats see. Raises NotAllowed for someone without a seat that sends notices."""
    _require_some_seat(to)
    return visible_notices(to)


def list_notices(
    *, to: Actor, status: NoticeStatus | None = None, before_id: int | None = None, limit: int = 20
) -> list[Notice]:
    """What my seats have sent or mean to send, newest first. Raises NotAllowed for someone without such a seat."""
    query = own_notices(to=to)
    if status is not None:
        query = query.where(Notice.status == status)
    if before_id is not None:
        query = query.where(Notice.id < before_id)
    return list(query.order_by(Notice.id.desc()).limit(limit))


def to_approve(*, to: Actor) -> list[Notice]:
    """What others wrote and this person may let go as its second pair of eyes."""
    waits = (Notice.status == NoticeStatus.AWAITING_APPROVAL) & (Notice.author != to.person.id)
    return list(visible_notices(to).where(waits).order_by(Notice.id))


def to_decide(*, to: Actor) -> list[Notice]:
    """What was held, sent back or paused, and goes no further by itself."""
    stuck = (NoticeStatus.HELD, NoticeStatus.RETURNED, NoticeStatus.PAUSED)
    return list(visible_notices(to).where(Notice.status.in_(stuck)).order_by(Notice.id))


def to_phone_about(*, to: Actor, now: datetime.datetime) -> list[Notice]:
    """What went out in the last days and has not reached everybody."""
    unreached = Delivery.select(Delivery.notice).where(
        Delivery.status.in_((DeliveryStatus.UNBOUND, DeliveryStatus.INBOX_ONLY, *NOT_ARRIVED)),
        Delivery.read_at.is_null(),
        Delivery.told_at.is_null(),
    )
    recent = (Notice.sent_at > now - STILL_NEWS) & Notice.status.in_((NoticeStatus.SENT, NoticeStatus.EXPANDING))
    return list(visible_notices(to).where(recent, Notice.id.in_(unreached)).order_by(Notice.id))


def get_notice(notice_id: int, *, to: Actor) -> Notice:
    """A notice of my seats. Raises NotAllowed for one that only lies in my inbox, else NotFound."""
    notice: Notice | None = visible_notices(to).where(Notice.id == notice_id).get_or_none()
    if notice is not None:
        return notice
    if Delivery.select().where(Delivery.notice == notice_id, Delivery.person == to.person.id).exists():
        raise NotAllowed()
    raise NotFound()


def _require_some_seat(by: Actor) -> None:
    if not by.paths_for(Function.SEND_NOTICES) and not any(seat.role is Role.ALLIANCE_LEAD for seat in by.seats):
        raise NotAllowed()
