"""The roll: everyone on my sheet, marks with and without signal, striking."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field, model_validator

from models.attendance import Attendance, AttendanceStatus
from services import attendance_lines, roll_call, strikes
from services.idempotency import Outcome
from services.phones import masked
from services.roll_call import Mark
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.party_days import Moment, PartyDayPath, ReasonBody
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, Text
from web.lifecycle import utc_now

MOST_MARKS = 200


class LinePath(PartyDayPath):
    person_id: Id


class MarkBody(Body):
    person_id: Id | None = Field(None, description="Who; or their own code instead")
    code: Text | None = Field(
        None,
        max_length=64,
        description="The member's own code as scanned (get_my_code), also without signal: "
        "it is judged by `marked_at` when the marks come in",
    )
    status: Literal["present", "online", "absent", "on_leave", "taught_at_home"]
    marked_at: Moment
    nonce: Text = Field(min_length=1, max_length=64, description="One per mark, made by the phone", examples=["m-7f3a"])
    note: Text = Field("", max_length=200, description="Of a lesson taught at home")

    @model_validator(mode="after")
    def _one_person(self) -> MarkBody:
        if (self.person_id is None) == (self.code is None):
            raise ValueError("either person_id or code")
        return self

    def to_mark(self) -> Mark:
        return Mark(**{**self.model_dump(), "status": AttendanceStatus(self.status)})


class RollBody(Body):
    marks: list[MarkBody] = Field(max_length=MOST_MARKS)


class MarkedAnswer(Answer):
    nonce: str
    person_id: int
    result: Literal["stored", "repeated", "conflict"] = Field(
        description="conflict: the sheet says something else by a later word, or an arrival somebody else recorded"
    )
    status: AttendanceStatus = Field(description="What the sheet says now")
    checked_in_at: Instant | None


class RollAnswer(Answer):
    marks: list[MarkedAnswer]


class LineAnswer(Answer):
    person_id: int
    name: str = Field(examples=["王小禾"])
    group: str = Field(description="党小组; tells namesakes apart", examples=["第一党小组"])
    phone: str = Field(description="Masked", examples=["*******0012"])
    organisation_id: int = Field(description="Whose sheet")
    status: AttendanceStatus
    has_vote: bool
    checked_in_at: Instant | None
    is_struck: bool
    says_coming: bool = Field(description="Said so in the WeChat group; counts nowhere")
    note: str


@api.get("/party-days/<int:party_day_id>/roll", operation_id="list_roll", responses={200: ListAnswer[LineAnswer]})
def list_roll(path: PartyDayPath) -> Response:
    """Everyone on my sheet, for calling the roll; the phone keeps it for places without signal."""
    lines = roll_call.list_roll(path.party_day_id, to=current_actor())
    return ListAnswer[LineAnswer](items=[present_line(line) for line in lines], next=None).to_response()


@api.put("/party-days/<int:party_day_id>/roll", operation_id="roll_call", responses={200: RollAnswer})
def call_roll(path: PartyDayPath, body: RollBody) -> Response:
    """Marks of a roll call, also made without signal, in any order, as often as they come.

    stored: the sheet says so now. repeated: this nonce came before, nothing changed. conflict: the sheet
    says something else by a later word, or somebody else recorded an arrival, which only strike_entry
    takes away. All or nothing: someone who is not on my sheet refuses the whole, naming the mark.
    """
    marks = [mark.to_mark() for mark in body.marks]
    results = roll_call.call_roll(path.party_day_id, marks, by=current_actor(), now=utc_now())
    answers = [MarkedAnswer.model_validate(result, from_attributes=True) for result in results]
    return RollAnswer(marks=answers).to_response()


@api.post(
    "/party-days/<int:party_day_id>/roll/<int:person_id>/strike",
    operation_id="strike_entry",
    responses={200: LineAnswer},
)
def strike_entry(path: LinePath, body: ReasonBody) -> Response:
    """Take an arrival off the sheet after comparing it with the room, with a reason."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = strikes.strike_entry(path.party_day_id, path.person_id, reason=body.reason, by=actor, now=now)
        return Outcome(200, line.id)

    return answer_with_line(perform(act))


def answer_with_line(done: Outcome) -> Response:
    assert done.resource_id is not None, "every outcome here is about a line"
    line = attendance_lines.see_line(done.resource_id, to=current_actor())
    return present_line(line).to_response(done.status)


def present_line(line: Attendance) -> LineAnswer:
    group = line.person.group
    return LineAnswer(
        person_id=line.person_id,
        name=line.person.name,
        group=group.name if group else "",
        phone=masked(line.person.phone_tail),
        organisation_id=line.sheet.organisation_id,
        status=line.status,
        has_vote=line.has_vote,
        checked_in_at=line.checked_in_at,
        is_struck=line.struck_at is not None,
        says_coming=line.said_coming_at is not None,
        note=line.note or "",
    )
