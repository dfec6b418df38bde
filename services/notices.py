"""Mass notices: writing, holding, scheduling, cancelling (features N1, N6). Who gets one: services.audiences."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from models.appointments import Appointment, Function
from models.notices import Notice, NoticeKind, NoticeStatus, Purpose
from models.unit_of_work import unit_of_work
from services import audit, notice_batches
from services.audience_reach import Audience, pinned, sender_of
from services.audiences import people_of
from services.errors import Invalid, WrongState
from services.notice_lists import get_notice
from services.permissions import Actor, Seat

PAGE = "inbox/notice/notice"
FARTHEST = datetime.timedelta(days=366)
WAITING = (NoticeStatus.HELD, NoticeStatus.SCHEDULED, NoticeStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a secretary writes. `send_at` None, or an instant gone by, means now."""

    title: str
    body: str
    audience: Audience = field(default_factory=Audience)
    send_at: datetime.datetime | None = None
    is_urgent: bool = False


@unit_of_work
def send_notice(text: NoticeText, *, is_held: bool, by: Actor, now: datetime.datetime) -> Notice:
    """Send to everyone in the audience, now or at `send_at`; held text first waits for a person.

    The audience is frozen when it is sent, not before. Raises Invalid when nobody is in it.
    """
    send_at = _send_at(text, now=now)
    sender = sender_of(text.audience, by=by, now=now)
    people = people_of(text.audience, sender, by=by, now=now)
    if not people.exists():
        raise Invalid("audience_empty", "没有人符合所选的范围，请重新选择", {"audience": "没有人"})
    notice = Notice.create(
        purpose=Purpose.NOTICE,
        kind=NoticeKind.MASS,
        status=NoticeStatus.HELD if is_held else NoticeStatus.SCHEDULED,
        title=text.title,
        body=text.body,
        is_urgent=text.is_urgent,
        author=by.person,
        seat=sender.seat.appointment_id,
        organisation=sender.organisation,
        alliance=sender.alliance,
        audience=pinned(text.audience, sender).as_json(),
        send_at=send_at,
        created_at=now,
    )
    page = f"{PAGE}?id={notice.id}"
    Notice.update(page=page).where(Notice.id == notice.id).execute()
    _note("send_notice", notice, by=by, seat=sender.seat, now=now, after={"held": is_held})
    if not is_held and send_at <= now:
        notice_batches.freeze(notice.id, people, now=now)
    return _get(notice.id)


def _send_at(text: NoticeText, *, now: datetime.datetime) -> datetime.datetime:
    if text.send_at is None or text.send_at <= now:
        return now
    if text.send_at > now + FARTHEST:
        raise Invalid("send_at_too_far", "定时发送最远只能到一年以内", {"send_at": "太远了"})
    return text.send_at


@unit_of_work
def release_notice(notice_id: int, *, by: Actor, now: datetime.datetime) -> Notice:
    """Let a held or paused notice go; whoever releases it answers for it from now on. Twice is once.

    One whose time has gone by meanwhile is sent at once.
    """
    notice = get_notice(notice_id, to=by)
    audience = Audience.kept_in(notice)
    sender = sender_of(audience, by=by, now=now)
    released = Notice.update(status=NoticeStatus.SCHEDULED, author=by.person, seat=sender.seat.appointment_id).where(
        Notice.id == notice.id, Notice.status.in_((NoticeStatus.HELD, NoticeStatus.PAUSED))
    )
    if released.execute() != 1:
        if notice.status is NoticeStatus.CANCELLED:
            raise WrongState()
        return notice
    _note("release_notice", notice, by=by, seat=sender.seat, now=now, before={"status": notice.status})
    if notice.send_at is not None and notice.send_at <= now:
        notice_batches.freeze(notice.id, people_of(audience, sender, by=by, now=now), now=now)
    return _get(notice.id)


@unit_of_work
def cancel_notice(notice_id: int, *, by: Actor, now: datetime.datetime) -> Notice:
    """Take a notice back that has not been sent yet. Raises WrongState once it is in people's inboxes."""
    notice = get_notice(notice_id, to=by)
    cancelled = Notice.update(status=NoticeStatus.CANCELLED).where(Notice.id == notice.id, Notice.status.in_(WAITING))
    if cancelled.execute() == 1:
        _note("cancel_notice", notice, by=by, seat=_seat(notice, by), now=now, before={"status": notice.status})
        return _get(notice.id)
    if notice.status is not NoticeStatus.CANCELLED:
        raise WrongState("already_sent", "通知已经发出，不能撤回；可以再发一条更正")
    return notice


def pause_scheduled(appointment_id: int) -> int:
    """Stop what a seat had scheduled, with what its assistants had, inside the caller's unit of work (features I7).

    For the hand-over of a seat: the successor sees them as paused and releases or cancels them.
    """
    delegated = Appointment.select(Appointment.id).where(Appointment.delegated_by == appointment_id)
    paused: int = (
        Notice.update(status=NoticeStatus.PAUSED)
        .where(
            Notice.status == NoticeStatus.SCHEDULED,
            (Notice.seat == appointment_id) | Notice.seat.in_(delegated),
        )
        .execute()
    )
    return paused


def _get(notice_id: int) -> Notice:
    notice: Notice = Notice.get_by_id(notice_id)
    return notice


def _seat(notice: Notice, by: Actor) -> Seat | None:
    return by.seat_for(Function.SEND_NOTICES, notice.organisation.path) if notice.organisation else None


def _note(
    action: str,
    notice: Notice,
    *,
    by: Actor,
    seat: Seat | None,
    now: datetime.datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(
        action,
        "notice",
        notice.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=notice.organisation_id,
        before=before,
        after=after,
    )
