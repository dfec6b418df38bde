"""The WeChat group: a text to copy into it, and the 群接龙 that comes back."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.attendance import AttendanceStatus
from models.sign_ups import SignUp, SignUpStatus
from services import group_replies, group_sign_ups, group_texts
from services.group_lists import MOST_OTHERS, Entry
from services.group_replies import Reply
from services.group_sign_ups import Wanted
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.events import EventPath
from web.api.party_days import PartyDayPath
from web.api.schemas import Answer, Body, Id, Text
from web.lifecycle import utc_now

MOST_ENTRIES = 300


class GroupTextAnswer(Answer):
    text: str = Field(description="To be copied into the WeChat group")


class GroupListBody(Body):
    text: Text = Field(min_length=1, max_length=20_000, examples=["#接龙\n1. 王小禾 +1\n2. 李秀英 请假"])


class CandidateInListAnswer(Answer):
    person_id: int
    name: str
    group: str = Field(description="With the phone's tail, tells namesakes apart")
    phone: str = Field(description="Masked", examples=["*******0012"])


class EntryAnswer(Answer):
    text: str = Field(description="As it was written")
    candidates: list[CandidateInListAnswer] = Field(description="None: nobody known; several: namesakes")
    is_sure: bool = Field(description="False where the name is only part of what was written")
    others: int = Field(description="How many come with them")
    note: str
    stays_away: bool
    replaces: list[str] = Field(description="Earlier lines of the same person: this later one counts")


class GroupListAnswer(Answer):
    entries: list[EntryAnswer]


class WantedBody(Body):
    person_id: Id
    others: int = Field(0, ge=0, le=MOST_OTHERS)
    post_id: Id | None = Field(None, description="The only post, else the first with a free place, if left out")


class SignUpPeopleBody(Body):
    people: list[WantedBody] = Field(min_length=1, max_length=MOST_ENTRIES)


class EnteredAnswer(Answer):
    person_id: int
    status: SignUpStatus | None = Field(description="Null when there is no sign-up")
    is_new: bool
    why_not: str = Field(examples=["报名已经截止"])


class SignedUpAnswer(Answer):
    people: list[EnteredAnswer]


class ReplyBody(Body):
    person_id: Id
    says: Literal["coming", "on_leave"]
    note: Text = Field("", max_length=200, description="The reason for leave; only the secretary reads it")


class RepliesBody(Body):
    replies: list[ReplyBody] = Field(min_length=1, max_length=MOST_ENTRIES)


class RepliedAnswer(Answer):
    person_id: int
    status: AttendanceStatus = Field(description="What the sheet says now")
    says_coming: bool


class NotedRepliesAnswer(Answer):
    replies: list[RepliedAnswer]


@api.get("/events/<int:event_id>/texts", operation_id="get_event_texts", responses={200: GroupTextAnswer})
def get_event_texts(path: EventPath) -> Response:
    """The event as plain text for the WeChat group."""
    text = group_texts.of_event(path.event_id, to=current_actor(), now=utc_now())
    return GroupTextAnswer(text=text).to_response()


@api.get("/party-days/<int:party_day_id>/texts", operation_id="get_party_day_texts", responses={200: GroupTextAnswer})
def get_party_day_texts(path: PartyDayPath) -> Response:
    """The Party day as plain text for the WeChat group."""
    return GroupTextAnswer(text=group_texts.of_party_day(path.party_day_id, to=current_actor())).to_response()


@api.post("/events/<int:event_id>/group-list", operation_id="read_event_group_list", responses={200: GroupListAnswer})
def read_event_group_list(path: EventPath, body: GroupListBody) -> Response:
    """Which of my people stand in a 群接龙 pasted from the group. Changes nothing."""
    return _present(group_sign_ups.read_list(path.event_id, body.text, to=current_actor(), now=utc_now()))


@api.put("/events/<int:event_id>/sign-ups", operation_id="sign_up_people", responses={200: SignedUpAnswer})
def sign_up_people(path: EventPath, body: SignUpPeopleBody) -> Response:
    """Sign my people up in this order, as the group list says. Each is told; doing it again changes nothing."""
    wanted = [Wanted(**one.model_dump()) for one in body.people]
    entered = group_sign_ups.sign_up_people(path.event_id, wanted, by=current_actor(), now=utc_now())
    people = [
        EnteredAnswer(
            person_id=one.person_id, status=_status(one.sign_up), is_new=one.is_new, why_not=one.why_not
        )
        for one in entered
    ]  # fmt: skip
    return SignedUpAnswer(people=people).to_response()


@api.post(
    "/party-days/<int:party_day_id>/group-list",
    operation_id="read_party_day_group_list",
    responses={200: GroupListAnswer},
)
def read_party_day_group_list(path: PartyDayPath, body: GroupListBody) -> Response:
    """Which people of my sheet stand in a 群接龙 pasted from the group. Changes nothing."""
    return _present(group_replies.read_list(path.party_day_id, body.text, to=current_actor()))


@api.put(
    "/party-days/<int:party_day_id>/replies", operation_id="note_replies", responses={200: NotedRepliesAnswer}
)  # fmt: skip
def note_replies(path: PartyDayPath, body: RepliesBody) -> Response:
    """Note who means to come and who asks for leave, as the group list says. Doing it again changes nothing."""
    replies = [Reply(**one.model_dump()) for one in body.replies]
    lines = group_replies.note_replies(path.party_day_id, replies, by=current_actor(), now=utc_now())
    answers = [
        RepliedAnswer(person_id=line.person_id, status=line.status, says_coming=line.said_coming_at is not None)
        for line in lines
    ]
    return NotedRepliesAnswer(replies=answers).to_response()


def _status(row: SignUp | None) -> SignUpStatus | None:
    return row.status if row else None


def _present(entries: list[Entry]) -> Response:
    return GroupListAnswer(entries=[present_entry(entry) for entry in entries]).to_response()


def present_entry(entry: Entry) -> EntryAnswer:
    return EntryAnswer(
        text=entry.text,
        candidates=[
            CandidateInListAnswer(
                person_id=person.id,
                name=person.name,
                group=person.group.name if person.group else "",
                phone=masked(person.phone_tail),
            )
            for person in entry.candidates
        ],
        is_sure=entry.is_sure,
        others=entry.others,
        note=entry.note,
        stays_away=entry.stays_away,
        replaces=list(entry.replaces),
    )
