"""Complaints and suggestions at a desk: the most urgent first, the answer, a call to who wants one (features R5)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from services import complaint_calls, complaints
from services.errors import NotAllowed
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.console.queries import asked_state
from web.console.tables import Filter, rows_of
from web.fields import Text
from web.lifecycle import utc_now

FILTERS = (
    Filter("status", "情况", [("open", "待答复"), ("answered", "已答复")], is_link=True),
    Filter("kind", "类型", [*words.COMPLAINT_NAMES.items()]),
)
SORTS = {"due": Complaint.due_at, "made": Complaint.made_at}


class AnswerForm(Form):
    answer: Annotated[Text, Field(min_length=1, max_length=500)]


@console.get("/complaints")
def list_complaints() -> Page:
    """What my seats have to answer; with `status=answered` what they have answered."""
    actor = current_actor()
    status = asked_state("status", ComplaintStatus) or ComplaintStatus.OPEN
    query = complaints.complaints_to_answer(to=actor).where(Complaint.status == status)
    if kind := asked_state("kind", ComplaintKind):
        query = query.where(Complaint.kind == kind)
    default = "due" if status is ComplaintStatus.OPEN else "-made"
    rows = rows_of(query, sorts=SORTS, default=default, export="complaints", filters=FILTERS)
    return page("complaints.html", rows=rows, status=status)


@console.get("/complaints/<int:complaint_id>")
def show_complaint(complaint_id: int) -> Page:
    """One of them, with its answer or the form for it."""
    return _show(complaint_id, Typed())


@console.post("/complaints/<int:complaint_id>")
def answer_complaint(complaint_id: int) -> Page:
    """Answer it: whoever wrote it alone reads that."""

    def act(form: AnswerForm) -> Page:
        refuse_untold(form, form.answer)
        complaints.answer_complaint(complaint_id, form.answer, by=current_actor(), now=utc_now())
        return go("console.list_complaints", "答复已送到本人的收件箱，别人看不到")

    return submit(AnswerForm, act, again=lambda typed: _show(complaint_id, typed))


@console.post("/complaints/<int:complaint_id>/release")
def release_complaint(complaint_id: int) -> Page:
    """Open text that WeChat's check left to a person; logged."""
    complaints.release_complaint(complaint_id, by=current_actor(), now=utc_now())
    return go("console.show_complaint", "内容已打开，请看过后答复", complaint_id=complaint_id)


@console.post("/complaints/<int:complaint_id>/phone")
def reveal_complainer(complaint_id: int) -> Page:
    """The number of who wants a call, logged."""
    phone = complaint_calls.reveal_phone(complaint_id, by=current_actor(), now=utc_now())
    return page("parts/phone.html", phone=phone)


def _show(complaint_id: int, typed: Typed) -> str:
    actor = current_actor()
    complaint = complaints.get_complaint(complaint_id, to=actor)
    if not complaints.may_answer(complaint, actor):  # my own: I read its answer on the phone
        raise NotAllowed()
    return page("complaint.html", complaint=complaint, typed=typed)
