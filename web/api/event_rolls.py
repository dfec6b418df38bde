"""An event's list in the secretary's hands: who is on it, who came, who simply turned up."""

from __future__ import annotations

import datetime
from typing import Literal

from flask import Response
from pydantic import Field

from models.events import Event
from models.sign_ups import Attendance, SignUp, SignUpStatus
from services import companions, event_attendance, event_roll, events, sign_up_lists, texts, walk_ins
from services.event_attendance import Mark
from services.idempotency import Outcome
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.commands import perform, refuse_untold
from web.api.events import EventPath, When
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, Text, ToldBody
from web.lifecycle import utc_now

MOST_MARKS = 200


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
    is_entered: bool = Field(description="A seat signed them up (代报)")
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


class EventRollBody(ToldBody):
    marks: list[EventMarkBody] = Field(min_length=1, max_length=500)
    reason: Text = Field("", max_length=200, description="Why an earlier roll is corrected")


class EventRollAnswer(Answer):
    marks: list[ListedAnswer]


class SeenMarkBody(Body):
    person_id: Id
    attendance: Attendance
    marked_at: When = Field(examples=["2026-11-28T09:05:00+08:00"])
    nonce: Text = Field(min_length=1, max_length=64, description="One per mark, made by the phone", examples=["m-7f3a"])


class CallEventRollBody(Body):
    marks: list[SeenMarkBody] = Field(max_length=MOST_MARKS)


class SeenAnswer(Answer):
    nonce: str
    person_id: int
    result: Literal["stored", "repeated", "conflict"] = Field(
        description="conflict: the list says something else by a later word, or that they have come"
    )
    attendance: Attendance | None = Field(description="What the list says now")
    checked_in_at: Instant | None


class CallEventRollAnswer(Answer):
    marks: list[SeenAnswer]


class WalkInBody(Body):
    person_id: Id | None = Field(None, description="Someone of my own organisations; else name and phone")
    name: Text = Field("", max_length=30, examples=["王小禾"])
    phone: Text = Field("", max_length=20, examples=["19900000012"])
    post_id: Id | None = Field(None, description="The first with a free place, if left out")
    marked_at: When | None = Field(
        None, description="When they were seen, if that was noted without signal; now if left out"
    )


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
    refuse_untold(body.reason, is_released=body.is_released)
    event_attendance.record_attendance(path.event_id, marks, reason=body.reason, by=actor, now=now)
    if body.is_released and body.reason:
        texts.note_release("record_attendance", by=actor, now=now)
    return EventRollAnswer(marks=_listed(path.event_id, {mark.person_id for mark in marks}, now)).to_response()


@api.put("/events/<int:event_id>/roll", operation_id="call_event_roll", responses={200: CallEventRollAnswer})
def call_event_roll(path: EventPath, body: CallEventRollBody) -> Response:
    """Marks of a roll call, also made without signal, in any order, as often as they come.

    stored: the list says so now. repeated: this nonce came before, nothing changed. conflict: the list says
    something else by a later word, or that they have come, which only record_attendance takes back. All or
    nothing: someone without a place refuses the whole, naming the mark.
    """
    marks = [event_roll.Mark(**mark.model_dump()) for mark in body.marks]
    results = event_roll.call_roll(path.event_id, marks, by=current_actor(), now=utc_now())
    answers = [SeenAnswer.model_validate(result, from_attributes=True) for result in results]
    return CallEventRollAnswer(marks=answers).to_response()


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
            is_entered=row.entered_by_id is not None,
            must_decide=sign_up_lists.must_decide(row, event),
            signed_up_at=row.signed_up_at,
            attendance=row.attendance,
            checked_in_at=row.checked_in_at,
            checked_out_at=row.checked_out_at,
            is_end_assumed=row.is_end_assumed,
        )
        for row in rows
    ]
