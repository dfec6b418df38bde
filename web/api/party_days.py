"""Party days: the list, one of them, calling, changing, publishing, cancelling, holding them together."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response, current_app
from pydantic import Field

from models.party_days import CheckInWay, MeetingKind
from services import joint_party_days, organisations, party_day_changes, party_days, texts
from services.idempotency import Outcome
from services.party_day_changes import PartyDayChange
from services.party_days import PartyDayText
from web.api.blueprint import api, current_actor
from web.api.commands import perform, perform_told
from web.api.party_day_answers import PartyDayAnswer, present_one, present_party_days
from web.api.schemas import Answer, Body, Id, ListAnswer, NoBody, Page, Text, ToldBody, part_of_list
from web.api.wishes import checked
from web.fields import When
from web.lifecycle import utc_now

Moment = Annotated[When, Field(examples=["2026-12-05T09:00:00+08:00"])]


class PartyDayPath(Answer):
    party_day_id: Id


class SheetPath(PartyDayPath):
    organisation_id: Id


class PartyDaysQuery(Page):
    when: Literal["upcoming", "past"] | None = Field(None, description="Upcoming: soonest first; else latest first")


class CreatePartyDayBody(Body):
    title: Text = Field(min_length=1, max_length=40, examples=["12月主题党日：学习基层治理"])
    starts_at: Moment
    ends_at: Moment
    place: Text = Field("", max_length=40, examples=["东坑村党群服务中心"])
    check_in: CheckInWay = Field(CheckInWay.BOTH, description="Roll call by the secretary always suffices")
    kind: MeetingKind = Field(MeetingKind.PARTY_DAY, description="Decides the quorum of a vote")
    material: Text = Field("", max_length=300, description="What is studied, also by those who make it up")
    group_id: Id | None = Field(None, description="Whose meeting it is, for a group's meeting only")
    organisation_id: Id | None = Field(None, description="My only seat, else my home, if left out")


class ChangePartyDayBody(ToldBody):
    title: Text | None = Field(None, min_length=1, max_length=40)
    starts_at: Moment | None = None
    ends_at: Moment | None = Field(None, description="As long as before, if left out")
    place: Text | None = Field(None, max_length=40)
    check_in: CheckInWay | None = None
    material: Text | None = Field(None, max_length=300)
    reason: Text = Field("", max_length=200, description="Needed for another start", examples=["国庆放假"])


class ReasonBody(Body):
    reason: Text = Field("", max_length=200)


class CancelPartyDayBody(ToldBody):
    reason: Text = Field("", max_length=200)


class InviteBody(Body):
    organisation_ids: list[Id] = Field(min_length=1, max_length=50)


@api.get("/party-days", operation_id="list_party_days", responses={200: ListAnswer[PartyDayAnswer]})
def list_party_days(query: PartyDaysQuery) -> Response:
    """Party days I may see: my branch's, those I am on the list of, those of my seats."""
    found = party_days.list_party_days(
        to=current_actor(), now=utc_now(), when=query.when, after_id=query.after_id, limit=query.limit + 1
    )
    items = present_party_days(found, to=current_actor())
    return part_of_list(items, [day.id for day in found], query.limit).to_response()


@api.get("/party-days/<int:party_day_id>", operation_id="get_party_day", responses={200: PartyDayAnswer})
def get_party_day(path: PartyDayPath) -> Response:
    """One Party day with my line, the counts per state, the rate with its formula."""
    return answer_with_party_day(Outcome(200, path.party_day_id))


@api.post("/party-days", operation_id="create_party_day", responses={201: PartyDayAnswer})
def create_party_day(body: CreatePartyDayBody) -> Response:
    """Call a Party day: everyone of the branch is on the list and is told.

    Text that WeChat's content check doubts stays a draft until the secretary who publishes it answers for it.
    """
    actor, now = current_actor(), utc_now()
    organisation = organisations.organisation_for(body.organisation_id, by=actor)
    text = PartyDayText(**body.model_dump(exclude={"organisation_id"}))

    def act(is_held: bool) -> Outcome:
        made = party_days.create_party_day(text, organisation, is_held=is_held, by=actor, now=now)
        return Outcome(201, made.id)

    return answer_with_party_day(checked(act, body.title, body.place, body.material))


@api.patch("/party-days/<int:party_day_id>", operation_id="change_party_day", responses={200: PartyDayAnswer})
def change_party_day(path: PartyDayPath, body: ChangePartyDayBody) -> Response:
    """Change what is written or move it before it starts; everyone awaited is told of another time or place."""
    actor, now = current_actor(), utc_now()
    written = [body.title, body.place, body.material, body.reason]
    is_doubted = not body.is_released and texts.needs_a_person(
        current_app.extensions["mini_program"], written, by=actor
    )
    change = PartyDayChange(**body.model_dump(exclude={"reason", "is_released"}))
    party_day_changes.change_party_day(
        path.party_day_id, change, reason=body.reason, is_held=is_doubted, by=actor, now=now
    )
    if body.is_released:
        texts.note_release("change_party_day", by=actor, now=now)
    return answer_with_party_day(Outcome(200, path.party_day_id))


@api.post(
    "/party-days/<int:party_day_id>/publication", operation_id="publish_party_day", responses={200: PartyDayAnswer}
)
def publish_party_day(path: PartyDayPath, body: ToldBody) -> Response:
    """Make a draft known: its list is made and everyone on it is told. What it says is read by the content check."""
    actor, now = current_actor(), utc_now()
    day, _ = party_days.runnable(path.party_day_id, by=actor)

    def act() -> Outcome:
        party_days.publish_party_day(day.id, version=day.version, by=actor, now=now)
        return Outcome(200, day.id)

    return answer_with_party_day(perform_told(act, *party_days.unread_texts(day), is_released=body.is_released))


@api.post(
    "/party-days/<int:party_day_id>/cancellation", operation_id="cancel_party_day", responses={200: PartyDayAnswer}
)
def cancel_party_day(path: PartyDayPath, body: CancelPartyDayBody) -> Response:
    """Call it off; its people are told why."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        party_day_changes.cancel_party_day(path.party_day_id, reason=body.reason, by=actor, now=now)
        return Outcome(200, path.party_day_id)

    return answer_with_party_day(perform_told(act, body.reason, is_released=body.is_released))


@api.post("/party-days/<int:party_day_id>/sheets", operation_id="invite_branches", responses={200: PartyDayAnswer})
def invite_branches(path: PartyDayPath, body: InviteBody) -> Response:
    """Ask other branches to hold it together (主题党日联过); each joins by its own secretary's word."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        joint_party_days.invite_branches(path.party_day_id, body.organisation_ids, by=actor, now=now)
        return Outcome(200, path.party_day_id)

    return answer_with_party_day(perform(act))


@api.post(
    "/party-days/<int:party_day_id>/sheets/<int:organisation_id>",
    operation_id="join_party_day",
    responses={200: PartyDayAnswer},
)
def join_party_day(path: SheetPath, body: NoBody) -> Response:
    """Accept the invitation for my branch: its people get a sheet of their own and are told."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        joint_party_days.join_party_day(path.party_day_id, path.organisation_id, by=actor, now=now)
        return Outcome(200, path.party_day_id)

    return answer_with_party_day(perform(act))


@api.delete(
    "/party-days/<int:party_day_id>/sheets/<int:organisation_id>",
    operation_id="decline_party_day",
    responses={204: None},
)
def decline_party_day(path: SheetPath) -> Response:
    """Turn the invitation down for my branch."""
    joint_party_days.decline_party_day(path.party_day_id, path.organisation_id, by=current_actor(), now=utc_now())
    return Response(status=204)


def answer_with_party_day(done: Outcome) -> Response:
    """The Party day a command was about, as this person may see it today."""
    assert done.resource_id is not None, "every outcome here is about a Party day"
    day = party_days.get_party_day(done.resource_id, to=current_actor())
    return present_one(day, to=current_actor()).to_response(done.status)
