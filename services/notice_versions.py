"""Changing what was written: before it goes out in place, afterwards by a new version (features N7).

Nothing that people received is rewritten: a withdrawn notice and each version stay as they were sent.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from models.notices import Notice, NoticeStatus
from models.unit_of_work import unit_of_work
from services import notice_batches
from services.audience_reach import Audience, sender_of
from services.audiences import people_of
from services.editing import read_at
from services.errors import ChangedMeanwhile, Conflict, Invalid, WrongState
from services.notice_lists import get_notice
from services.notice_trail import note
from services.notices import (
    WAITING,
    NoticeText,
    columns,
    count_of,
    create,
    first_status,
    require_somebody,
    set_off,
)
from services.permissions import Actor

MARK = "更正："
LONGEST_TITLE = 60
OUT = (NoticeStatus.EXPANDING, NoticeStatus.SENT)


@unit_of_work
def revise_notice(
    notice_id: int,
    text: NoticeText,
    *,
    is_held: bool,
    version: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Notice:
    """Change one that has not gone out: whoever does answers for it, and a second person looks at it anew.

    A correction keeps its people, whatever audience the text names. Raises WrongState once it is out; with the
    `version` one has read, ChangedMeanwhile when somebody else changed it since.
    """
    notice = get_notice(notice_id, to=by)
    if notice.corrects_id is not None:
        text = replace(text, title=_marked(text.title), audience=Audience.kept_in(notice))
    sender = sender_of(text.audience, by=by, now=now)
    people = people_of(text.audience, sender, by=by, now=now)
    count = count_of(notice, people)
    require_somebody(count)
    changed = Notice.update(
        status=first_status(text, count, sender, is_held=is_held, now=now),
        approved_by=None,
        approved_at=None,
        reason="",
        version=Notice.version + 1,
        **columns(text, sender, by=by, now=now),
    ).where(Notice.id == notice.id, Notice.status.in_(WAITING), *read_at(Notice.version, version))
    if changed.execute() != 1:
        if version is not None and Notice.get_by_id(notice.id).status in WAITING:
            raise ChangedMeanwhile()
        raise WrongState("already_sent", "通知已经发出或取消，不能再改；可以发一条更正")
    note("revise_notice", notice, by=by, now=now, before={"status": notice.status})
    revised: Notice = Notice.get_by_id(notice.id)
    set_off(revised, people, count, now=now)
    return Notice.get_by_id(notice.id)


@unit_of_work
def correct_notice(
    notice_id: int, title: str, body: str, *, is_held: bool, by: Actor, now: datetime.datetime
) -> Notice:
    """Send a new version, marked as a correction, to the very people of a notice that is out.

    The old one stops at once, so that nobody else is told what is wrong. Raises Conflict
    `already_corrected` when a version stands in its place: that one is to be corrected.
    """
    notice = get_notice(notice_id, to=by)
    if title.removeprefix(MARK) == notice.title.removeprefix(MARK) and body == notice.body:
        raise Invalid("nothing_changed", "内容没有变化；请改好再发更正", {"body": "请改正内容"})
    text = NoticeText(_marked(title), body, Audience.kept_in(notice), is_urgent=notice.is_urgent)
    sender = sender_of(text.audience, by=by, now=now)
    stopped = Notice.update(status=NoticeStatus.CORRECTED).where(
        Notice.id == notice.id, Notice.status.in_((*OUT, NoticeStatus.WITHDRAWN))
    )
    if stopped.execute() != 1:
        raise _cannot_correct(notice)
    notice_batches.stop(notice.id, NoticeStatus.CORRECTED.value)
    count = notice_batches.people_in(notice.id)
    correction = create(text, sender, people=count, is_held=is_held, corrects=notice, by=by, now=now)
    note("correct_notice", notice, by=by, now=now, before={"status": notice.status}, after={"by": correction.id})
    set_off(correction, None, count, now=now)  # its people are those of the old one
    return Notice.get_by_id(correction.id)


def _cannot_correct(notice: Notice) -> Conflict:
    if notice.status is NoticeStatus.CORRECTED:
        return Conflict("already_corrected", "这条通知已经更正过，请打开最新的一条再改")
    return WrongState("not_sent_yet", "这条通知还没有发出，可以直接修改")


def _marked(title: str) -> str:
    marked = title if title.startswith(MARK) else f"{MARK}{title}"
    if len(marked) > LONGEST_TITLE:
        most = LONGEST_TITLE - len(MARK)
        raise Invalid(fields={"title": f"更正的标题最多 {most} 个字"})
    return marked


@unit_of_work
def withdraw_notice(notice_id: int, reason: str, *, by: Actor, now: datetime.datetime) -> Notice:
    """Take back what is out: nobody else is told, and inboxes say that it was withdrawn and why. Twice is once.

    What WeChat has shown cannot be taken from the screen; the record of it stays.
    """
    if not reason:
        raise Invalid(fields={"reason": "请写明为什么撤回，收到的人会看到"})
    notice = get_notice(notice_id, to=by)
    withdrawn = Notice.update(status=NoticeStatus.WITHDRAWN, reason=reason).where(
        Notice.id == notice.id, Notice.status.in_(OUT)
    )
    if withdrawn.execute() == 1:
        notice_batches.stop(notice.id, NoticeStatus.WITHDRAWN.value)
        note("withdraw_notice", notice, by=by, now=now, before={"status": notice.status}, reason=reason)
    elif notice.status is NoticeStatus.CORRECTED:
        raise WrongState("already_corrected", "这条通知已经更正过，请打开最新的一条再撤回")
    elif notice.status is not NoticeStatus.WITHDRAWN:
        raise WrongState("not_sent_yet", "这条通知还没有发出，可以直接取消")
    return Notice.get_by_id(notice.id)


def versions_of(notice: Notice) -> list[Notice]:
    """All versions of a notice that is known to be visible, oldest first; cancelled corrections are left out."""
    first = notice
    while first.corrects is not None:
        first = first.corrects
    chain = [first]
    while following := _standing_correction(chain[-1]):
        chain.append(following)
    return chain


def _standing_correction(notice: Notice) -> Notice | None:
    found: Notice | None = (
        Notice.select()
        .where(Notice.corrects == notice.id, Notice.status != NoticeStatus.CANCELLED)
        .order_by(Notice.id.desc())
        .first()
    )
    return found
