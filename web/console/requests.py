"""Who asks to be recognised: the asker beside those on the roster it could be."""

from __future__ import annotations

from pydantic import Field

from models.appointments import Function
from models.people import Person
from models.requests import Request, RequestKind
from services import binding
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import Form, Maybe, Typed, submit
from web.console.page import Page, go, page
from web.console.reasons import ReasonForm
from web.fields import LARGEST_ID, Id
from web.lifecycle import utc_now


class ApproveForm(Form):
    """Without `person_id` the asker is none of the candidates: a resident whom the branch vouches for."""

    person_id: Maybe[Id] = Field(None)
    version: Maybe[int] = Field(None, ge=0, le=LARGEST_ID)


class RefuseForm(ReasonForm):
    version: Maybe[int] = Field(None, ge=0, le=LARGEST_ID)


@console.get("/people/requests")
def list_requests() -> Page:
    """Requests that wait for me, oldest first."""
    return _page(Typed(), None)


@console.post("/people/requests/<int:request_id>/approval")
def approve_request(request_id: int) -> Page:
    """Recognise the asker as the chosen roster person, or as a resident."""
    binding.get_request(request_id, to=current_actor())

    def act(form: ApproveForm) -> Page:
        decided = binding.decide_request(
            request_id,
            "approve",
            person_id=form.person_id,
            as_resident=form.person_id is None,
            version=form.version,
            by=current_actor(),
            now=utc_now(),
        )
        done = "的登记信息已更正" if decided.kind is RequestKind.CORRECTION else "已认证"
        return go("console.list_requests", f"{decided.name}{done}，对方会收到消息")

    return submit(ApproveForm, act, again=lambda typed: _page(typed, request_id))


@console.post("/people/requests/<int:request_id>/refusal")
def refuse_request(request_id: int) -> Page:
    """Refuse with a reason."""
    binding.get_request(request_id, to=current_actor())

    def act(form: RefuseForm) -> Page:
        refuse_untold(form, form.reason)
        decided = binding.decide_request(
            request_id, "refuse", reason=form.reason, version=form.version, by=current_actor(), now=utc_now()
        )
        return go("console.list_requests", f"{decided.name}的申请已退回，对方会看到理由")

    return submit(RefuseForm, act, again=lambda typed: _page(typed, request_id))


def _page(typed: Typed, request_id: int | None) -> Page:
    """`typed` belongs to the request of that number."""
    actor = current_actor()
    actor.require_somewhere(Function.DECIDE_REQUESTS)
    waiting: list[tuple[Request, list[Person]]] = [
        (request, binding.candidates_for(request)) for request in binding.list_requests(to=actor)
    ]
    keeps_people = bool(actor.paths_for(binding.Function.MANAGE_PEOPLE))
    return page(
        "requests.html", keeps_people=keeps_people, waiting=waiting, typed=typed, typed_for=request_id, nothing=Typed()
    )
