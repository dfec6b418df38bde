"""Which mass notices a seat sees: those of its organisations and of its alliances."""

from __future__ import annotations

import peewee

from models.appointments import Function, Role
from models.notices import Delivery, Notice, NoticeKind, NoticeStatus
from models.organisations import Organisation
from services.errors import NotAllowed, NotFound
from services.permissions import Actor, within


def visible_notices(to: Actor) -> peewee.ModelSelect[Notice]:
    """Mass notices of the organisations, and of the alliances, that this person's seats send for."""
    leads = [seat.alliance_id for seat in to.seats if seat.role is Role.ALLIANCE_LEAD]
    mine = within(to.paths_for(Function.SEND_NOTICES)) | Notice.alliance.in_(leads or [0])
    return Notice.select(Notice, Organisation).join(Organisation).where(Notice.kind == NoticeKind.MASS, mine)


def list_notices(
    *, to: Actor, status: NoticeStatus | None = None, before_id: int | None = None, limit: int = 20
) -> list[Notice]:
    """What my seats have sent or mean to send, newest first. Raises NotAllowed for someone without such a seat."""
    _require_some_seat(to)
    query = visible_notices(to)
    if status is not None:
        query = query.where(Notice.status == status)
    if before_id is not None:
        query = query.where(Notice.id < before_id)
    return list(query.order_by(Notice.id.desc()).limit(limit))


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
