"""Mass notices: writing, holding, scheduling, cancelling (features N1, N6). Who gets one: services.audiences.

A second pair of eyes: services.notice_approvals. What happens to one that is out: services.notice_versions.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import peewee

from models.appointments import Appointment
from models.notices import Notice, NoticeKind, NoticeStatus, Purpose
from models.unit_of_work import unit_of_work
from services import notice_approvals, notice_batches
from services.audience_reach import Audience, Sender, pinned, sender_of
from services.audiences import people_of
from services.editing import read_at
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.notice_lists import get_notice
from services.notice_trail import note
from services.permissions import Actor

PAGE = "account/notice/notice"
FARTHEST = datetime.timedelta(days=366)
WAITING = (
    NoticeStatus.HELD,
    NoticeStatus.AWAITING_APPROVAL,
    NoticeStatus.RETURNED,
    NoticeStatus.SCHEDULED,
    NoticeStatus.PAUSED,
)


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
    """Send to everyone in the audience, now or at `send_at`; held text first waits for a person, and what
    goes to many for a second one.

    The audience is frozen when it is sent, not before. Raises Invalid when nobody is in it.
    """
    sender = sender_of(text.audience, by=by, now=now)
    people = people_of(text.audience, sender, by=by, now=now)
    count = people.count()
    require_somebody(count)
    notice = create(text, sender, people=count, is_held=is_held, by=by, now=now)
    note("send_notice", notice, by=by, now=now, after={"held": is_held, "status": notice.status})
    set_off(notice, people, count, now=now)
    return _get(notice.id)


def create(
    text: NoticeText,
    sender: Sender,
    *,
    people: int,
    is_held: bool,
    corrects: Notice | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Notice:
    """Write a notice down in its first state, inside the caller's unit of work."""
    notice: Notice = Notice.create(
        purpose=Purpose.NOTICE,
        kind=NoticeKind.MASS,
        status=first_status(text, people, sender, is_held=is_held, now=now),
        corrects=corrects,
        created_at=now,
        **columns(text, sender, by=by, now=now),
    )
    page = f"{PAGE}?id={notice.id}"
    Notice.update(page=page).where(Notice.id == notice.id).execute()
    return _get(notice.id)


def columns(text: NoticeText, sender: Sender, *, by: Actor, now: datetime.datetime) -> dict[str, Any]:
    """What a text says of a notice, and who answers for it. Raises Invalid for a time too far away."""
    return {
        "title": text.title,
        "body": text.body,
        "is_urgent": text.is_urgent,
        "author": by.person,
        "seat": sender.seat.appointment_id,
        "organisation": sender.organisation,
        "alliance": sender.alliance,
        "audience": pinned(text.audience, sender).as_json(),
        "send_at": _send_at(text, now=now),
    }


def first_status(
    text: NoticeText, people: int, sender: Sender, *, is_held: bool, now: datetime.datetime
) -> NoticeStatus:
    """Where a notice stands when it has just been written or changed."""
    if is_held:
        return NoticeStatus.HELD
    if notice_approvals.needs_second_person(people, sender.organisation, is_urgent=text.is_urgent, now=now):
        return NoticeStatus.AWAITING_APPROVAL
    return NoticeStatus.SCHEDULED


def set_off(notice: Notice, people: Any, count: int, *, now: datetime.datetime) -> None:
    """Do what its state asks for at once, inside the caller's unit of work: send it, or ask a second person."""
    if notice.status is NoticeStatus.AWAITING_APPROVAL:
        notice_approvals.ask(notice, count, now=now)
    if notice.status is not NoticeStatus.SCHEDULED:
        return
    notice_approvals.tell_if_urgent(notice, count, now=now)
    if notice.send_at is not None and notice.send_at <= now:
        notice_batches.freeze(notice.id, people, now=now)


def _send_at(text: NoticeText, *, now: datetime.datetime) -> datetime.datetime:
    if text.send_at is None or text.send_at <= now:
        return now
    if text.send_at > now + FARTHEST:
        raise Invalid("send_at_too_far", "定时发送最远只能到一年以内，请改日期", {"send_at": "太远了"})
    return text.send_at


def require_somebody(count: int) -> None:
    """Raise Invalid for an audience of nobody."""
    if count == 0:
        raise Invalid("audience_empty", "没有人符合所选的范围，请重新选择", {"audience": "没有人"})


@unit_of_work
def release_notice(notice_id: int, *, version: int | None = None, by: Actor, now: datetime.datetime) -> Notice:
    """Let a held or paused notice go; whoever releases it answers for it from now on. Twice is once.

    Released by somebody else than its author, it has been seen by two; the author's own release is not the
    second pair of eyes. One whose time has gone by meanwhile is sent at once. With the `version` one has read,
    raises ChangedMeanwhile when it reads otherwise by now.
    """
    notice = get_notice(notice_id, to=by)
    audience = Audience.kept_in(notice)
    sender = sender_of(audience, by=by, now=now)
    people = people_of(audience, sender, by=by, now=now)
    count = count_of(notice, people)
    released = Notice.update(
        status=_released_status(notice, count, sender, by=by, now=now),
        author=by.person,
        seat=sender.seat.appointment_id,
    ).where(
        Notice.id == notice.id,
        Notice.status == notice.status,
        Notice.status.in_((NoticeStatus.HELD, NoticeStatus.PAUSED)),
        *read_at(Notice.version, version),
    )
    if released.execute() != 1:
        notice_approvals.refuse_unread(notice, version)
        if notice.status is NoticeStatus.CANCELLED:
            raise WrongState()
        return notice
    note("release_notice", notice, by=by, now=now, before={"status": notice.status})
    set_off(_get(notice.id), people, count, now=now)
    return _get(notice.id)


def _released_status(notice: Notice, count: int, sender: Sender, *, by: Actor, now: datetime.datetime) -> NoticeStatus:
    is_seen_by_two = notice.approved_by_id is not None or notice.author_id != by.person.id
    needs_second = notice_approvals.needs_second_person(count, sender.organisation, is_urgent=notice.is_urgent, now=now)
    return NoticeStatus.AWAITING_APPROVAL if needs_second and not is_seen_by_two else NoticeStatus.SCHEDULED


def people_waiting_for(notice: Notice, *, by: Actor, now: datetime.datetime) -> int | None:
    """How many it would go to now; None once it is decided, and for somebody who may not send it there."""
    if notice.status not in WAITING:
        return None
    audience = Audience.kept_in(notice)
    try:
        sender = sender_of(audience, by=by, now=now)
        return count_of(notice, people_of(audience, sender, by=by, now=now))
    except (Invalid, NotAllowed, NotFound):
        return None


def count_of(notice: Notice, people: Any) -> int:
    """How many it will go to: those in the audience, or those of the notice it corrects."""
    return notice_batches.people_in(notice.corrects_id) if notice.corrects_id is not None else int(people.count())


@unit_of_work
def cancel_notice(notice_id: int, *, by: Actor, now: datetime.datetime) -> Notice:
    """Take a notice back that has not been sent yet. Raises WrongState once it is in people's inboxes.

    What an abandoned correction would have replaced was wrong all the same: it counts as withdrawn.
    """
    notice = get_notice(notice_id, to=by)
    cancelled = Notice.update(status=NoticeStatus.CANCELLED).where(Notice.id == notice.id, Notice.status.in_(WAITING))
    if cancelled.execute() == 1:
        Notice.update(status=NoticeStatus.WITHDRAWN, reason="更正没有发出").where(
            Notice.id == notice.corrects_id, Notice.status == NoticeStatus.CORRECTED
        ).execute()
        note("cancel_notice", notice, by=by, now=now, before={"status": notice.status})
        return _get(notice.id)
    if notice.status is not NoticeStatus.CANCELLED:
        raise WrongState("already_sent", "通知已经发出，不能取消；可以撤回，或者发一条更正")
    return notice


def pause_waiting(appointment_id: int) -> int:
    """Stop what a seat had scheduled or handed in, with what its assistants had, inside the caller's unit of work.

    For the hand-over of a seat (features I7): the successor sees them as paused and releases or cancels them.
    """
    paused: int = Notice.update(status=NoticeStatus.PAUSED).where(_waits_at(appointment_id)).execute()
    return paused


def count_waiting(appointment_id: int) -> int:
    """How many a hand-over of the seat would pause."""
    waiting: int = Notice.select().where(_waits_at(appointment_id)).count()
    return waiting


def _waits_at(appointment_id: int) -> peewee.Expression:
    return Notice.status.in_((NoticeStatus.SCHEDULED, NoticeStatus.AWAITING_APPROVAL)) & of_seat(appointment_id)


def of_seat(appointment_id: int) -> peewee.Expression:
    """The notices of a seat and of its assistants."""
    delegated = Appointment.select(Appointment.id).where(Appointment.delegated_by == appointment_id)
    return (Notice.seat == appointment_id) | Notice.seat.in_(delegated)


def _get(notice_id: int) -> Notice:
    notice: Notice = Notice.get_by_id(notice_id)
    return notice
