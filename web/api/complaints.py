"""Complaints and suggestions: mine, those my seats answer, and the answer."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from services import complaints, organisations
from services.idempotency import Outcome
from services.permissions import Actor
from web.api.blueprint import api, current_actor
from web.api.commands import perform, perform_told
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, NoBody, OrganisationRef, Text, ToldBody
from web.api.wishes import checked
from web.lifecycle import utc_now

MOST = 100  # as many as anybody reads on a phone; the desk has filters


class ComplaintPath(Answer):
    complaint_id: Id


class ComplaintsQuery(Body):
    of: Literal["mine", "to_answer"] = Field("mine", description="What I wrote, or what my seats answer")


class ComplainBody(Body):
    kind: ComplaintKind
    text: Text = Field(min_length=1, max_length=500, examples=["村口的路灯坏了半个月"])
    to_township: bool = Field(False, description="Past the village, to the township; the village does not see it")
    wants_call: bool = Field(False, description="I would like to be called as well")
    organisation_id: Id | None = Field(None, description="About which village or unit; my home if left out")


class AnswerComplaintBody(ToldBody):
    answer: Text = Field(min_length=1, max_length=500, examples=["灯泡昨天换好了，谢谢提醒。"])


class ComplaintAnswer(Answer):
    id: int
    kind: ComplaintKind
    status: ComplaintStatus
    organisation: OrganisationRef = Field(description="Who answers")
    text: str = Field(description="Empty once erased, and while it is held to all but its writer")
    is_held: bool = Field(description="Waits for a person of the seat to open it (release_complaint)")
    person: str = Field(description="Who wrote it", examples=["王小禾"])
    wants_call: bool
    made_at: Instant
    due_at: Instant = Field(description="The midnight that ends the last working day for an answer")
    is_overdue: bool
    answer: str
    answered_at: Instant | None
    can_answer: bool


@api.post("/complaints", operation_id="complain", responses={201: ComplaintAnswer})
def complain(body: ComplainBody) -> Response:
    """Complain or suggest something; it is answered within working days."""
    actor, now = current_actor(), utc_now()
    place = organisations.organisation_for(body.organisation_id or actor.person.home_id, by=actor)
    said = body.model_dump(include={"to_township", "wants_call"})

    def act(is_held: bool) -> Outcome:
        made = complaints.complain(body.kind, body.text, place, **said, is_held=is_held, by=actor, now=now)
        return Outcome(201, made.id)

    return _answer(checked(act, body.text))


@api.get("/complaints", operation_id="list_complaints", responses={200: ListAnswer[ComplaintAnswer]})
def list_complaints(query: ComplaintsQuery) -> Response:
    """What I wrote, newest first; or what my seats answer, the most urgent first."""
    actor = current_actor()
    ask = complaints.complaints_to_answer if query.of == "to_answer" else complaints.my_complaints
    items = [_present(complaint, actor) for complaint in ask(to=actor).limit(MOST)]
    return ListAnswer[ComplaintAnswer](items=items, next=None).to_response()


@api.get("/complaints/<int:complaint_id>", operation_id="get_complaint", responses={200: ComplaintAnswer})
def get_complaint(path: ComplaintPath) -> Response:
    """One that I wrote, or that my seat answers."""
    return _answer(Outcome(200, path.complaint_id))


@api.post("/complaints/<int:complaint_id>/release", operation_id="release_complaint", responses={200: ComplaintAnswer})
def release_complaint(path: ComplaintPath, body: NoBody) -> Response:
    """Open text that WeChat's check left to a person; logged."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, complaints.release_complaint(path.complaint_id, by=actor, now=now).id)

    return _answer(perform(act))


@api.post("/complaints/<int:complaint_id>/answer", operation_id="answer_complaint", responses={200: ComplaintAnswer})
def answer_complaint(path: ComplaintPath, body: AnswerComplaintBody) -> Response:
    """Answer it, for whoever wrote it alone to read."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, complaints.answer_complaint(path.complaint_id, body.answer, by=actor, now=now).id)

    return _answer(perform_told(act, body.answer, is_released=body.is_released))


def _answer(done: Outcome) -> Response:
    assert done.resource_id is not None, "every outcome here is about a complaint"
    actor = current_actor()
    return _present(complaints.get_complaint(done.resource_id, to=actor), actor).to_response(done.status)


def _present(complaint: Complaint, to: Actor) -> ComplaintAnswer:
    is_open = complaint.status is ComplaintStatus.OPEN
    return ComplaintAnswer(
        id=complaint.id,
        kind=complaint.kind,
        status=complaint.status,
        organisation=OrganisationRef(id=complaint.organisation_id, name=complaint.organisation.name),
        text=complaints.text_of(complaint, to=to),
        is_held=complaint.is_held,
        person=complaint.person.name or complaint.person.nickname or "微信用户",
        wants_call=complaint.wants_call,
        made_at=complaint.made_at,
        due_at=complaint.due_at,
        is_overdue=is_open and complaint.due_at <= utc_now(),
        answer=complaint.answer or "",
        answered_at=complaint.answered_at,
        can_answer=is_open and complaints.may_answer(complaint, to),
    )
