"""A second pair of eyes for what goes to many (features N7): asked for, approved, sent back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from models.notices import Notice, NoticeStatus, Purpose
from models.organisations import Organisation
from models.unit_of_work import unit_of_work
from services import messages, notice_batches, policies
from services.audience_reach import Audience, sender_of
from services.audiences import people_of
from services.editing import read_at
from services.errors import ChangedMeanwhile, Invalid, NotAllowed, WrongState
from services.notice_lists import get_notice
from services.notice_trail import note
from services.permissions import Actor

PAGE = "secretary/notices/notices"
GONE_ON = (NoticeStatus.SCHEDULED, NoticeStatus.EXPANDING, NoticeStatus.SENT)


def needs_second_person(people: int, organisation: Organisation, *, is_urgent: bool, now: datetime.datetime) -> bool:
    """Whether a notice to so many waits for somebody besides its author (policies `notice.…`)."""
    if is_urgent and policies.value("notice.urgent_goes_alone", organisation, now=now):
        return False
    return people > int(policies.value("notice.second_person_above", organisation, now=now))


def second_people(notice: Notice, *, now: datetime.datetime) -> list[int]:
    """Who may look at it: the others who answer for its organisation, or for the nearest one above. May be nobody."""
    if notice.organisation is None:
        return []
    return messages.secretaries_of(notice.organisation, now=now, but=notice.author_id)


def ask(notice: Notice, people: int, *, now: datetime.datetime) -> None:
    """Tell the second people that a notice waits for them, inside the caller's unit of work."""
    body = f"{_author_of(notice)}写的「{notice.title}」要发给 {people} 人，请您复核后再发出。"
    _tell(second_people(notice, now=now), "有一条通知等您复核", body, now=now)


def tell_if_urgent(notice: Notice, people: int, *, now: datetime.datetime) -> None:
    """Tell the second people of an urgent notice that did not wait for them, inside the caller's unit of work."""
    if not notice.is_urgent or notice.organisation is None:
        return
    if needs_second_person(people, notice.organisation, is_urgent=False, now=now):
        body = f"{_author_of(notice)}把「{notice.title}」发给 {people} 人，因为紧急没有等复核。"
        _tell(second_people(notice, now=now), "一条紧急通知已经直接发出", body, now=now)


@unit_of_work
def approve_notice(notice_id: int, *, version: int | None = None, by: Actor, now: datetime.datetime) -> Notice:
    """Let a notice go that waited for a second person; twice is once. One whose time has gone by is sent at once.

    Raises NotAllowed `own_notice` for its author, WrongState once somebody else has decided; with the `version` one
    has read, ChangedMeanwhile when it reads otherwise by now: nobody approves what they have not seen.
    """
    notice = get_notice(notice_id, to=by)
    _refuse_author(notice, by)
    audience = Audience.kept_in(notice)
    sender = sender_of(audience, by=by, now=now)
    approved = Notice.update(status=NoticeStatus.SCHEDULED, approved_by=by.person, approved_at=now).where(
        _waits_for(notice, by), *read_at(Notice.version, version)
    )
    if approved.execute() != 1:
        if notice.approved_by_id == by.person.id and notice.status in GONE_ON:
            return notice
        refuse_unread(notice, version)
        raise WrongState()
    note("approve_notice", notice, by=by, now=now)
    if notice.send_at is not None and notice.send_at <= now:
        notice_batches.freeze(notice.id, people_of(audience, sender, by=by, now=now), now=now)
    _tell([notice.author_id], "您的通知复核通过了", f"「{notice.title}」已由{by.person.name}复核通过。", now=now)
    return Notice.get_by_id(notice.id)


@unit_of_work
def return_notice(notice_id: int, reason: str, *, by: Actor, now: datetime.datetime) -> Notice:
    """Send it back to its author, who may change it and hand it in again. Raises what approving raises."""
    if not reason:
        raise Invalid(fields={"reason": "请写明要改什么"})
    notice = get_notice(notice_id, to=by)
    _refuse_author(notice, by)
    returned = Notice.update(status=NoticeStatus.RETURNED, reason=reason).where(_waits_for(notice, by))
    if returned.execute() != 1:
        if notice.status is NoticeStatus.RETURNED and notice.reason == reason:
            return notice
        raise WrongState()
    note("return_notice", notice, by=by, now=now, reason=reason)
    _tell([notice.author_id], "您的通知被退回修改", f"「{notice.title}」：{reason}", now=now)
    return Notice.get_by_id(notice.id)


def refuse_unread(notice: Notice, version: int | None) -> None:
    """Raise ChangedMeanwhile when the notice reads otherwise by now than in the `version` that was read."""
    if version not in (None, notice.version):
        raise ChangedMeanwhile("changed_meanwhile", "您打开以后，这条通知刚改过，请看过新的内容再决定")


def _refuse_author(notice: Notice, by: Actor) -> None:
    if notice.author_id == by.person.id:
        raise NotAllowed("own_notice", "自己写的通知要请另一位同志复核")


def _waits_for(notice: Notice, by: Actor) -> object:
    """The guard: still waiting, and not (by now) this person's own."""
    is_waiting = (Notice.id == notice.id) & (Notice.status == NoticeStatus.AWAITING_APPROVAL)
    return is_waiting & (Notice.author != by.person.id)


def _author_of(notice: Notice) -> str:
    return notice.author.name if notice.author else ""


def _tell(people: Iterable[int | None], title: str, body: str, *, now: datetime.datetime) -> None:
    messages.queue(messages.Message(Purpose.NOTICE, title, body, page=PAGE), people, now=now)
