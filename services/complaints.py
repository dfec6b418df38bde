"""Complaints and suggestions, and answers within working days (features R5; 国办函〔2026〕12号)."""

from __future__ import annotations

import datetime

import peewee

from models.appointments import Function
from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from models.notices import Purpose
from models.organisations import Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit, messages, policies, working_days
from services.errors import NotFound, WrongState
from services.local_time import local_day
from services.messages import Message
from services.organisations import get_organisation
from services.permissions import Actor, within

PAGE = "account/complaints/complaints"
CALLED = {ComplaintKind.COMPLAINT: "投诉", ComplaintKind.SUGGESTION: "建议"}


@unit_of_work
def complain(
    kind: ComplaintKind,
    text: str,
    village: Organisation,
    *,
    to_township: bool = False,
    wants_call: bool = False,
    is_held: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> Complaint:
    """Say what is wrong or could be better, to the village or, past it, to the township; it is answered by `due_at`.

    Text that WeChat's check did not pass (`is_held`) is sent all the same, closed: those who answer see that there
    is one, and one of them opens it (release_complaint). The time for an answer runs meanwhile.
    """
    addressee = _township_of(village) if to_township else village
    days = policies.value("complaint.reply_days", addressee, now=now)
    complaint = Complaint.create(
        person=by.person,
        organisation=addressee,
        kind=kind,
        text=text,
        is_held=is_held,
        wants_call=wants_call,
        made_at=now,
        due_at=working_days.end_of_working_day(days, addressee, after=now, now=now),
    )
    audit.record(
        "complain", "complaint", complaint.id, by=by, now=now, organisation_id=addressee.id, after={"held": is_held}
    )
    news = Message(Purpose.NOTICE, f"收到一条{CALLED[kind]}", f"请在{_day(complaint)}前答复。", page=PAGE)
    messages.queue(news, messages.secretaries_of(addressee, now=now), now=now)
    return complaint


def _township_of(village: Organisation) -> Organisation:
    """Whom one turns to past the village; whoever is above the townships answers themselves."""
    ids = village.ancestor_ids()
    return get_organisation(ids[1]) if len(ids) > 1 else village


def _day(complaint: Complaint) -> str:
    """The last day for an answer, as people say it."""
    last = local_day(complaint.due_at - datetime.timedelta(seconds=1))
    return f"{last.month}月{last.day}日"


def my_complaints(*, to: Actor) -> peewee.ModelSelect[Complaint]:
    """What I complained about or suggested, newest first."""
    return _with_organisation().where(Complaint.person == to.person.id).order_by(Complaint.id.desc())


def complaints_to_answer(*, to: Actor) -> peewee.ModelSelect[Complaint]:
    """What my seats have to answer or have answered, the most urgent of the open ones first."""
    is_answered = peewee.Case(None, [(Complaint.status == ComplaintStatus.OPEN, 0)], 1)
    return _with_organisation().where(_answered_by(to)).order_by(is_answered, Complaint.due_at, Complaint.id)


def _with_organisation() -> peewee.ModelSelect[Complaint]:
    return (
        Complaint.select(Complaint, Organisation, Person)
        .join(Organisation)
        .switch(Complaint)
        .join(Person, on=(Complaint.person == Person.id))
    )


def _answered_by(to: Actor) -> peewee.Expression:
    return within(to.paths_for(Function.ANSWER_COMPLAINTS))


def get_complaint(complaint_id: int, *, to: Actor) -> Complaint:
    """One that I made, or that my seat answers; raises NotFound."""
    seen = (Complaint.person == to.person.id) | _answered_by(to)
    complaint: Complaint | None = _with_organisation().where(Complaint.id == complaint_id, seen).get_or_none()
    if complaint is None:
        raise NotFound()
    return complaint


def may_answer(complaint: Complaint, by: Actor) -> bool:
    return by.may(Function.ANSWER_COMPLAINTS, complaint.organisation)


def text_of(complaint: Complaint, *, to: Actor) -> str:
    """What this person may read of it: nothing of somebody else's while it is held, nor once it is erased."""
    if complaint.is_held and complaint.person_id != to.person.id:
        return ""
    return complaint.text or ""


@unit_of_work
def release_complaint(complaint_id: int, *, by: Actor, now: datetime.datetime) -> Complaint:
    """Open held text, as the person whom WeChat's check leaves it to; opening it again changes nothing."""
    complaint = get_complaint(complaint_id, to=by)
    seat = by.require(Function.ANSWER_COMPLAINTS, complaint.organisation)
    opened = Complaint.update(is_held=False).where(Complaint.id == complaint.id, Complaint.is_held)
    if opened.execute() == 1:
        audit.record(
            "release_complaint", "complaint", complaint.id, by=by, seat=seat, now=now,
            organisation_id=complaint.organisation_id,
        )  # fmt: skip
    return get_complaint(complaint_id, to=by)


@unit_of_work
def answer_complaint(complaint_id: int, answer: str, *, by: Actor, now: datetime.datetime) -> Complaint:
    """Answer it once, for the person alone to read; the same answer again changes nothing.

    Raises WrongState while its text is held: nobody answers what nobody has read.
    """
    complaint = get_complaint(complaint_id, to=by)
    seat = by.require(Function.ANSWER_COMPLAINTS, complaint.organisation)
    if complaint.is_held:
        raise WrongState("not_opened", "内容还没有打开看过，请先点“打开看”，再写答复")
    answered = Complaint.update(
        status=ComplaintStatus.ANSWERED, answer=answer, answered_by=by.person, answered_at=now
    ).where(Complaint.id == complaint.id, Complaint.status == ComplaintStatus.OPEN)
    if answered.execute() != 1:
        present = get_complaint(complaint_id, to=by)
        if present.answer != answer:
            raise WrongState("already_answered", "这条已经答复过了，请刷新后再看")
        return present
    audit.record(
        "answer_complaint", "complaint", complaint.id, by=by, seat=seat, now=now,
        organisation_id=complaint.organisation_id, after={"is_late": now >= complaint.due_at},
    )  # fmt: skip
    news = Message(Purpose.NOTICE, f"您的{CALLED[complaint.kind]}有答复了", "请到“投诉和建议”里看。", page=PAGE)
    messages.queue(news, [complaint.person_id], now=now)
    return get_complaint(complaint_id, to=by)


def alert_of_overdue(*, now: datetime.datetime) -> int:
    """Tell who answers, and who is above them, of each complaint whose time is over; once. Answers how many."""
    overdue = Complaint.select().where(
        Complaint.status == ComplaintStatus.OPEN, Complaint.due_at <= now, Complaint.alerted_at.is_null()
    )
    return sum(_alert(complaint, now=now) for complaint in list(overdue))


@unit_of_work
def _alert(complaint: Complaint, *, now: datetime.datetime) -> bool:
    alerted = Complaint.update(alerted_at=now).where(
        Complaint.id == complaint.id, Complaint.status == ComplaintStatus.OPEN, Complaint.alerted_at.is_null()
    )
    if alerted.execute() != 1:
        return False
    place = complaint.organisation
    told = messages.secretaries_of(place, now=now)
    if place.parent is not None:
        told += messages.secretaries_of(place.parent, now=now)
    body = f"{place.name}有一条{CALLED[complaint.kind]}过了答复期限还没有答复，请尽快办。"
    messages.queue(Message(Purpose.NOTICE, "投诉建议超期未答复", body, page=PAGE), told, now=now)
    audit.record(
        "alert_overdue", "complaint", complaint.id, by=None, origin="job", now=now, organisation_id=place.id
    )  # fmt: skip
    return True
