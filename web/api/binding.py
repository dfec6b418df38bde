"""Binding a WeChat account to a person of the roster, and the secretary's decision where it does not match."""

from __future__ import annotations

from typing import Literal

from flask import Response, current_app
from pydantic import Field, model_validator

from models.people import Person
from models.requests import Request, RequestKind, RequestStatus
from services import binding, organisations
from services.idempotency import Outcome
from services.permissions import Actor
from services.phones import masked, normal_phone
from web.api.blueprint import api, current_actor
from web.api.commands import perform, perform_told, performed_before, performed_meanwhile
from web.api.me import PersonAnswer, present_person
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, OrganisationRef, Text, ToldBody
from web.lifecycle import utc_now


class BindPhoneBody(Body):
    code: Text | None = Field(None, min_length=1, max_length=128, description="From the phone-number button")
    phone: Text | None = Field(None, max_length=20, description="Typed by hand instead; a secretary then decides")
    name: Text = Field(min_length=1, max_length=30, examples=["王小禾"])
    organisation_id: Id | None = Field(None, description="Needed where no roster knows the phone")

    @model_validator(mode="after")
    def _one_phone(self) -> BindPhoneBody:
        if (self.code is None) == (self.phone is None):
            raise ValueError("either code or phone")
        return self


class BindPhoneAnswer(Answer):
    person: PersonAnswer
    binding: Literal["bound", "pending"]


class CandidateAnswer(Answer):
    person_id: int
    name: str
    phone: str = Field(description="Masked", examples=["*******0012"])


class RequestAnswer(Answer):
    id: int
    version: int = Field(description="Rises when the asker rewrites it; send it back with the decision")
    kind: RequestKind
    status: RequestStatus
    name: str = Field(examples=["王小禾"])
    phone: str = Field(description="Masked", examples=["*******0012"])
    organisation: OrganisationRef
    asked_at: Instant
    reason: str
    note: str = Field(description="Of a correction: what else is wrong")
    now_name: str = Field(description="Of a correction: the name that stands now", examples=["王小和"])
    now_phone: str = Field(description="Of a correction: the phone that stands now, masked", examples=["*******0012"])
    candidates: list[CandidateAnswer] = Field(description="Roster people this could be")


class RequestPath(Answer):
    request_id: Id


class DecideRequestBody(ToldBody):
    decision: Literal["approve", "refuse"]
    reason: Text = Field("", max_length=200)
    person_id: Id | None = Field(None, description="Which candidate; the only one if left out")
    as_resident: bool = Field(False, description="None of the candidates: a resident whom the branch vouches for")
    version: int | None = Field(
        None, ge=0, description="What I have read: `changed_meanwhile` when the asker has rewritten it by now"
    )


@api.post("/me/phone", operation_id="bind_phone", responses={200: BindPhoneAnswer})
def bind_phone(body: BindPhoneBody) -> Response:
    """Bind to the one roster person of this phone and name; else ask the branch."""
    done = performed_before() or _bind(body)
    actor, now = current_actor(), utc_now()
    person = Person.get_by_id(done.person_id or actor.person.id)
    bound = Actor(person, now=now, identity_id=actor.identity_id)
    state: Literal["bound", "pending"] = "bound" if person.is_on_roster else "pending"
    return BindPhoneAnswer(person=present_person(bound), binding=state).to_response(done.status)


def _bind(body: BindPhoneBody) -> Outcome:
    actor, now = current_actor(), utc_now()
    binding.refuse_bound(actor.person)  # before WeChat is asked, which counts each look at a number
    if body.code is not None:
        try:
            phone = binding.prove_phone(body.code, gateway=current_app.extensions["mini_program"], by=actor)
        except binding.PhoneCodeInvalid:  # WeChat takes a code once: a double tap has used it
            if done := performed_meanwhile():
                return done
            binding.refuse_bound(current_actor().person)
            raise
    else:
        phone = normal_phone(body.phone or "")
    branch = organisations.get_organisation(body.organisation_id) if body.organisation_id else None

    def act() -> Outcome:
        bound = binding.bind_phone(
            phone, body.name, is_proven=body.code is not None, organisation=branch, by=actor, now=now
        )
        return Outcome(200, bound.request_id, person_id=bound.person_id)

    return perform(act)


@api.get("/requests", operation_id="list_requests", responses={200: ListAnswer[RequestAnswer]})
def list_requests() -> Response:
    """Bindings and corrections that wait for me, oldest first."""
    waiting = binding.list_requests(to=current_actor())
    return ListAnswer[RequestAnswer](items=[_present(request) for request in waiting], next=None).to_response()


@api.post("/requests/<int:request_id>", operation_id="decide_request", responses={200: RequestAnswer})
def decide_request(path: RequestPath, body: DecideRequestBody) -> Response:
    """Recognise the asker or correct the roster, or refuse with a reason."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        decided = binding.decide_request(
            path.request_id,
            body.decision,
            person_id=body.person_id,
            as_resident=body.as_resident,
            reason=body.reason,
            version=body.version,
            by=actor,
            now=now,
        )
        return Outcome(200, decided.id)

    done = perform_told(act, body.reason, is_released=body.is_released)
    return _present(binding.get_request(path.request_id, to=actor)).to_response(done.status)


def _present(request: Request) -> RequestAnswer:
    candidates = binding.candidates_for(request) if request.status is RequestStatus.WAITING else []
    is_correction = request.kind is RequestKind.CORRECTION
    return RequestAnswer(
        id=request.id,
        version=request.version,
        kind=request.kind,
        status=request.status,
        name=request.name,
        phone=masked(request.phone_tail),
        organisation=OrganisationRef(id=request.organisation.id, name=request.organisation.name),
        asked_at=request.asked_at,
        reason=request.reason,
        note=request.note,
        now_name=request.person.name if is_correction else "",
        now_phone=masked(request.person.phone_tail) if is_correction else "",
        candidates=[
            CandidateAnswer(person_id=person.id, name=person.name, phone=masked(person.phone_tail))
            for person in candidates
        ],
    )
