"""Not being there: leave and its decision, make-up study afterwards."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.attendance import AttendanceStatus, Leave, MakeUp
from services import attendance_lines, leaves, make_ups
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform, perform_told
from web.api.party_day_answers import LeaveAnswer, MakeUpAnswer, present_leave, present_make_up
from web.api.party_day_rolls import LinePath
from web.api.party_days import PartyDayPath
from web.api.schemas import Body, ListAnswer, Text, ToldBody
from web.api.wishes import checked
from web.lifecycle import utc_now


class AskLeaveBody(Body):
    reason: Text = Field(min_length=1, max_length=200, examples=["送孩子去医院"])


class DecideLeaveBody(ToldBody):
    decision: Literal["approve", "refuse"]
    reason: Text = Field("", max_length=200)


class LineLeaveAnswer(LeaveAnswer):
    attendance: AttendanceStatus = Field(description="What the sheet says now")


class WaitingLeaveAnswer(LeaveAnswer):
    party_day_id: int
    title: str
    person_id: int
    name: str = Field(examples=["王小禾"])


class MakeUpBody(Body):
    note: Text = Field(min_length=1, max_length=500, examples=["看完了材料，最受启发的是……"])


class DecideMakeUpBody(ToldBody):
    decision: Literal["confirm", "return"]
    note: Text = Field("", max_length=200, description="How it was made up on paper, or what to redo")


class LineMakeUpAnswer(MakeUpAnswer):
    attendance: AttendanceStatus = Field(description="What the sheet says now")


class WaitingMakeUpAnswer(MakeUpAnswer):
    party_day_id: int
    title: str
    material: str


@api.post("/party-days/<int:party_day_id>/leave", operation_id="ask_leave", responses={200: LineLeaveAnswer})
def ask_leave(path: PartyDayPath, body: AskLeaveBody) -> Response:
    """Ask for leave before the start. Only my secretary reads the reason."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, leaves.ask_leave(path.party_day_id, body.reason, by=actor, now=now).id)

    return _answer_with_leave(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/leave/<int:person_id>",
    operation_id="decide_leave",
    responses={200: LineLeaveAnswer},
)
def decide_leave(path: LinePath, body: DecideLeaveBody) -> Response:
    """Approve or refuse leave of someone on my sheet."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        decided = leaves.decide_leave(
            path.party_day_id, path.person_id, body.decision, reason=body.reason, by=actor, now=now
        )
        return Outcome(200, decided.id)

    return _answer_with_leave(perform_told(act, body.reason, is_released=body.is_released))


@api.post(
    "/party-days/<int:party_day_id>/leave/<int:person_id>/by-phone",
    operation_id="enter_leave",
    responses={200: LineLeaveAnswer},
)
def enter_leave(path: LinePath, body: AskLeaveBody) -> Response:
    """Write down leave that was given over the phone; it is approved."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        entered = leaves.enter_leave(path.party_day_id, path.person_id, body.reason, by=actor, now=now)
        return Outcome(200, entered.id)

    return _answer_with_leave(perform(act))


@api.get("/leaves", operation_id="list_leaves", responses={200: ListAnswer[WaitingLeaveAnswer]})
def list_leaves() -> Response:
    """Leave that waits for my decision, oldest first."""
    items = [_present_waiting(leave) for leave in leaves.leaves_to_decide(to=current_actor(), now=utc_now())]
    return ListAnswer[WaitingLeaveAnswer](items=items, next=None).to_response()


@api.get("/make-ups", operation_id="list_make_ups", responses={200: ListAnswer[WaitingMakeUpAnswer]})
def list_make_ups() -> Response:
    """My open make-up studies, the most urgent first."""
    items = [_present_task(task) for task in make_ups.my_make_ups(to=current_actor())]
    return ListAnswer[WaitingMakeUpAnswer](items=items, next=None).to_response()


@api.post(
    "/party-days/<int:party_day_id>/make-up", operation_id="hand_in_make_up", responses={200: LineMakeUpAnswer}
)  # fmt: skip
def hand_in_make_up(path: PartyDayPath, body: MakeUpBody) -> Response:
    """Hand in my lines on the material."""
    actor, now = current_actor(), utc_now()

    def act(is_held: bool) -> Outcome:
        task = make_ups.hand_in_make_up(path.party_day_id, body.note, is_held=is_held, by=actor, now=now)
        return Outcome(200, task.id)

    return _answer_with_make_up(checked(act, body.note))


@api.post(
    "/party-days/<int:party_day_id>/make-up/<int:person_id>",
    operation_id="decide_make_up",
    responses={200: LineMakeUpAnswer},
)
def decide_make_up(path: LinePath, body: DecideMakeUpBody) -> Response:
    """Confirm a make-up study, also one on paper, or give it back."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        task = make_ups.decide_make_up(
            path.party_day_id, path.person_id, body.decision, note=body.note, by=actor, now=now
        )
        return Outcome(200, task.id)

    return _answer_with_make_up(perform_told(act, body.note, is_released=body.is_released))


def _answer_with_leave(done: Outcome) -> Response:
    leave = Leave.get_by_id(done.resource_id)
    line = attendance_lines.see_line(leave.attendance_id, to=current_actor())
    return LineLeaveAnswer(**present_leave(leave).model_dump(), attendance=line.status).to_response(done.status)


def _answer_with_make_up(done: Outcome) -> Response:
    task = MakeUp.get_by_id(done.resource_id)
    line = attendance_lines.see_line(task.attendance_id, to=current_actor())
    return LineMakeUpAnswer(**present_make_up(task).model_dump(), attendance=line.status).to_response(done.status)


def _present_waiting(leave: Leave) -> WaitingLeaveAnswer:
    line = leave.attendance
    return WaitingLeaveAnswer(
        **present_leave(leave).model_dump(),
        party_day_id=line.party_day_id,
        title=line.party_day.title,
        person_id=line.person_id,
        name=line.person.name,
    )


def _present_task(task: MakeUp) -> WaitingMakeUpAnswer:
    day = task.attendance.party_day
    return WaitingMakeUpAnswer(
        **present_make_up(task).model_dump(), party_day_id=day.id, title=day.title, material=day.material
    )
