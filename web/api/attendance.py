"""Being there: the code on the wall, checking in, the roll, and changing the list by hand."""

from __future__ import annotations

import datetime
from typing import Literal

from flask import Response
from pydantic import Field, model_validator

from models.attendance import Attendance, AttendanceStatus
from services import attendance_lines, check_ins, party_day_guests, roll_call
from services.check_in_codes import Code
from services.idempotency import Outcome
from services.local_time import SHANGHAI
from services.roll_call import Mark
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.party_days import Moment, PartyDayPath, ReasonBody
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, Text
from web.lifecycle import utc_now

MOST_MARKS = 200


class LinePath(PartyDayPath):
    person_id: Id


class CodeAnswer(Answer):
    code: str = Field(description="What the picture holds", examples=["aRzJ5v0Jq3xXw1bT"])
    expires_at: Instant = Field(description="Refused after this")
    next_at: Instant = Field(description="Ask for a new one then")


class CheckInBody(Body):
    code: Text = Field(min_length=1, max_length=64, examples=["aRzJ5v0Jq3xXw1bT"])


class CheckInAnswer(Answer):
    status: Literal["present", "observer"]
    checked_in_at: Instant
    message: str = Field(examples=["已签到 09:02"])


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
    nonce: Text = Field(min_length=1, max_length=64, description="One per mark, made by the phone")
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
    organisation_id: int = Field(description="Whose sheet")
    status: AttendanceStatus
    has_vote: bool
    checked_in_at: Instant | None
    is_struck: bool
    note: str


class AddPersonBody(Body):
    person_id: Id | None = Field(None, description="One of my own people")
    code: Text | None = Field(None, max_length=64, description="Anyone else's own code, shown by them")
    as_: Literal["expected", "observer"] = Field("observer", alias="as")
    reason: Text = Field("", max_length=200, description="Needed for expected people once it has started")

    @model_validator(mode="after")
    def _one_person(self) -> AddPersonBody:
        if (self.person_id is None) == (self.code is None):
            raise ValueError("either person_id or code")
        return self


class ExemptBody(Body):
    reason: Text = Field(min_length=1, max_length=200, examples=["年老体弱，行动不便"])
    decision: Text = Field(min_length=1, max_length=100, examples=["支委会 11月2日 讨论决定"])
    until_on: datetime.date | None = Field(None, description="For later Party days too, till this local day")


@api.get("/me/code", operation_id="get_my_code", responses={200: CodeAnswer})
def get_my_code() -> Response:
    """My own code, for the secretary to scan where there is no projector or no signal."""
    return _present_code(check_ins.my_code(by=current_actor(), now=utc_now()))


@api.get("/party-days/<int:party_day_id>/check-in-code", operation_id="get_check_in_code", responses={200: CodeAnswer})
def get_check_in_code(path: PartyDayPath) -> Response:
    """The code for the wall: a new one every 30 s; one older than 60 s is refused."""
    return _present_code(check_ins.get_check_in_code(path.party_day_id, by=current_actor(), now=utc_now()))


@api.post(
    "/party-days/<int:party_day_id>/check-in",
    operation_id="check_in",
    responses={200: CheckInAnswer, 201: CheckInAnswer},
)
def check_in(path: PartyDayPath, body: CheckInBody) -> Response:
    """Check myself in: 201 the first time, 200 when I was in already."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        is_first = check_ins.check_in(path.party_day_id, body.code, by=actor, now=now)
        return Outcome(201 if is_first else 200, path.party_day_id)

    done = perform(act)
    line = check_ins.my_arrival(path.party_day_id, to=actor)
    assert line.checked_in_at is not None, "that is what an arrival is"
    said = "签到成功" if done.status == 201 else "已签到"
    return CheckInAnswer(
        status="observer" if line.status is AttendanceStatus.OBSERVER else "present",
        checked_in_at=line.checked_in_at,
        message=f"{said} {line.checked_in_at.astimezone(SHANGHAI):%H:%M}",
    ).to_response(done.status)


@api.get("/party-days/<int:party_day_id>/roll", operation_id="list_roll", responses={200: ListAnswer[LineAnswer]})
def list_roll(path: PartyDayPath) -> Response:
    """Everyone on my sheet, for calling the roll; the phone keeps it for places without signal."""
    lines = roll_call.list_roll(path.party_day_id, to=current_actor())
    return ListAnswer[LineAnswer](items=[_present_line(line) for line in lines], next=None).to_response()


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
        line = roll_call.strike_entry(path.party_day_id, path.person_id, reason=body.reason, by=actor, now=now)
        return Outcome(200, line.id)

    return _answer_with_line(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/people", operation_id="add_to_list", responses={201: LineAnswer}
)  # fmt: skip
def add_to_list(path: PartyDayPath, body: AddPersonBody) -> Response:
    """Put an observer, or a member who was missing, on my sheet."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = party_day_guests.add_person(
            path.party_day_id, body.person_id, code=body.code, as_=body.as_, reason=body.reason, by=actor, now=now
        )
        return Outcome(201, line.id)

    return _answer_with_line(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/people/<int:person_id>/exemption",
    operation_id="exempt_person",
    responses={200: LineAnswer},
)
def exempt_person(path: LinePath, body: ExemptBody) -> Response:
    """Not to be counted in 应到, by a decision of the branch committee."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = party_day_guests.exempt_person(path.party_day_id, path.person_id, **body.model_dump(), by=actor, now=now)
        return Outcome(200, line.id)

    return _answer_with_line(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/people/<int:person_id>/recount",
    operation_id="count_person_again",
    responses={200: LineAnswer},
)
def count_person_again(path: LinePath, body: ReasonBody) -> Response:
    """Take an exemption back, from this Party day on."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        line = party_day_guests.count_person_again(
            path.party_day_id, path.person_id, reason=body.reason, by=actor, now=now
        )
        return Outcome(200, line.id)

    return _answer_with_line(perform(act))


def _present_code(code: Code) -> Response:
    return CodeAnswer(code=code.code, expires_at=code.expires_at, next_at=code.next_at).to_response()


def _answer_with_line(done: Outcome) -> Response:
    assert done.resource_id is not None, "every outcome here is about a line"
    line = attendance_lines.see_line(done.resource_id, to=current_actor())
    return _present_line(line).to_response(done.status)


def _present_line(line: Attendance) -> LineAnswer:
    group = line.person.group
    return LineAnswer(
        person_id=line.person_id,
        name=line.person.name,
        group=group.name if group else "",
        organisation_id=line.sheet.organisation_id,
        status=line.status,
        has_vote=line.has_vote,
        checked_in_at=line.checked_in_at,
        is_struck=line.struck_at is not None,
        note=line.note or "",
    )
