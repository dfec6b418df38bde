"""An event's list in the secretary's hands: who is on it, who came, who simply turned up."""

from __future__ import annotations

import datetime

from flask import Response
from pydantic import Field

from models.events import Event
from models.sign_ups import Attendance, SignUp, SignUpStatus
from services import companions, event_attendance, events, sign_up_lists, walk_ins
from services.event_attendance import Mark
from services.idempotency import Outcome
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.events import EventPath, When
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, Text
from web.lifecycle import utc_now


class CompanionAnswer(Answer):
    name: str = Field(examples=["王小禾"])
    is_child: bool


class ListedAnswer(Answer):
    person_id: int
    name: str = Field(examples=["王小禾"])
    phone: str = Field(description="Masked", examples=["*******0012"])
    post_id: int
    status: SignUpStatus
    position: int | None = Field(description="In the queue; null with a place")
    seats: int
    companions: list[CompanionAnswer]
    guardian_name: str | None
    is_walk_in: bool
    must_decide: bool = Field(description="Has not said yet whether they come at the changed time or place")
    signed_up_at: Instant
    attendance: Attendance | None
    checked_in_at: Instant | None
    checked_out_at: Instant | None
    is_end_assumed: bool = Field(description="Nobody checked out: the planned end counts")


class ListedPath(EventPath):
    person_id: Id


class EventMarkBody(Body):
    person_id: Id
    attendance: Attendance = Attendance.ATTENDED
    checked_in_at: When | None = Field(None, description="The start if left out")
    checked_out_at: When | None = Field(None, description="The planned end counts if left out")


class EventRollBody(Body):
    marks: list[EventMarkBody] = Field(min_length=1, max_length=500)
    reason: Text = Field("", max_length=200, description="Why an earlier roll is corrected")


class EventRollAnswer(Answer):
    marks: list[ListedAnswer]


class WalkInBody(Body):
    person_id: Id | None = Field(None, description="Someone of my own organisations; else name and phone")
    name: Text = Field("", max_length=30, examples=["王小禾"])
    phone: Text = Field("", max_length=20, examples=["19900000012"])
    post_id: Id | None = Field(None, description="The first with a free place, if left out")


class GuardianBody(Body):
    reason: Text = Field("", max_length=200, description="Why the contact is needed; logged")


class GuardianAnswer(Answer):
    name: str = Field(examples=["王大山"])
    phone: str = Field(examples=["19900000012"])


@api.get("/events/<int:event_id>/sign-ups", operation_id="list_sign_ups", responses={200: ListAnswer[ListedAnswer]})
def list_sign_ups(path: EventPath) -> Response:
    """Everyone on the list, whole: those with a place and the queue. For the seat that runs the event."""
    event, _ = events.event_to_run(path.event_id, by=current_actor(), now=utc_now())
    items = _present(event, sign_up_lists.list_sign_ups(event))
    return ListAnswer[ListedAnswer](items=items, next=None).to_response()


@api.put("/events/<int:event_id>/attendance", operation_id="record_attendance", responses={200: EventRollAnswer})
def record_attendance(path: EventPath, body: EventRollBody) -> Response:
    """Enter the roll, or correct it. Hours are in each person's ledger at once; the same marks again change nothing."""
    actor, now = current_actor(), utc_now()
    marks = [Mark(**mark.model_dump()) for mark in body.marks]
    event_attendance.record_attendance(path.event_id, marks, reason=body.reason, by=actor, now=now)
    return EventRollAnswer(marks=_listed(path.event_id, {mark.person_id for mark in marks}, now)).to_response()


@api.post(
    "/events/<int:event_id>/walk-ins", operation_id="walk_in", responses={200: ListedAnswer, 201: ListedAnswer}
)  # fmt: skip
def walk_in(path: EventPath, body: WalkInBody) -> Response:
    """Put someone who turned up on the list, and enter them as come: 201, or 200 when they were on it."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        sign_up, is_new = walk_ins.walk_in(path.event_id, **body.model_dump(), by=actor, now=now)
        return Outcome(201 if is_new else 200, sign_up.person_id)

    done = perform(act)
    assert done.resource_id is not None, "every walk-in is a person"
    return _listed(path.event_id, {done.resource_id}, now)[0].to_response(done.status)


@api.post(
    "/events/<int:event_id>/sign-ups/<int:person_id>/guardian",
    operation_id="reveal_guardian",
    responses={200: GuardianAnswer},
)
def reveal_guardian(path: ListedPath, body: GuardianBody) -> Response:
    """A child's guardian, for the village's own seat; each reveal is logged."""
    guardian = companions.reveal_guardian(
        path.event_id, path.person_id, reason=body.reason, by=current_actor(), now=utc_now()
    )
    return GuardianAnswer(name=guardian.name, phone=guardian.phone).to_response()


def _listed(event_id: int, person_ids: set[int], now: datetime.datetime) -> list[ListedAnswer]:
    """Some of the people on the list, as the seat may see them today."""
    event, _ = events.event_to_run(event_id, by=current_actor(), now=now)
    rows = [row for row in sign_up_lists.list_sign_ups(event) if row.person_id in person_ids]
    return _present(event, rows)


def _present(event: Event, rows: list[SignUp]) -> list[ListedAnswer]:
    return [
        ListedAnswer(
            person_id=row.person_id,
            name=row.person.name or "微信用户",
            phone=masked(row.person.phone_tail),
            post_id=row.post_id,
            status=row.status,
            position=sign_up_lists.position_of(row),
            seats=row.seats,
            companions=[CompanionAnswer(name=c.name, is_child=c.is_child) for c in companions.companions_of(row)],
            guardian_name=row.guardian_name,
            is_walk_in=row.is_walk_in,
            must_decide=sign_up_lists.must_decide(row, event),
            signed_up_at=row.signed_up_at,
            attendance=row.attendance,
            checked_in_at=row.checked_in_at,
            checked_out_at=row.checked_out_at,
            is_end_assumed=row.is_end_assumed,
        )
        for row in rows
    ]
