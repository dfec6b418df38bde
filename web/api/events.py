"""Events: the list, one event, making, putting up, changing, calling off."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response, current_app
from pydantic import Field

from models.events import AttendanceMode, Audience
from services import event_changes, events, organisations, texts
from services.event_changes import EventChanges, PostChange
from services.event_plans import EventPlan, PostPlan
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform_told
from web.api.event_answers import EventAnswer, present_event, present_events
from web.api.schemas import Answer, Body, Id, ListAnswer, NoBody, Page, Text, ToldBody, part_of_list
from web.api.skills import SkillName
from web.api.wishes import checked
from web.fields import When
from web.lifecycle import utc_now

Name = Annotated[Text, Field(min_length=1, max_length=40, examples=["清扫"])]
Needs = Annotated[Text, Field(max_length=200, examples=["自带手套"])]
Skills = Annotated[
    tuple[SkillName, ...], Field(max_length=5, description="All are needed; words of the policy `volunteer.skills`")
]
Capacity = Annotated[int, Field(ge=1, le=100_000, examples=[50])]
Age = Annotated[int, Field(ge=0, le=120)]
AGES = ("min_age", "max_age")
Title = Annotated[Text, Field(min_length=1, max_length=40, examples=["河道清洁"])]
Detail = Annotated[Text, Field(max_length=1000)]
Place = Annotated[Text, Field(min_length=1, max_length=60, examples=["东坑村文化礼堂"])]


class EventPath(Answer):
    event_id: Id


class EventsQuery(Page):
    period: Literal["upcoming", "past"] = Field("upcoming", description="Not over yet, next first; or over")
    organisation_id: Id | None = Field(None, description="Events of this organisation and all below it")
    mine: bool = Field(False, description="Only those I have signed up for")
    for_me: bool = Field(False, description="Only those I may sign up for now, and those I have signed up for")
    kept: bool = Field(False, description="Only those that my seats run, drafts and all")


class PostBody(Body):
    name: Name
    capacity: Capacity
    needs: Needs = ""
    skills: Skills = ()


class CreateEventBody(Body):
    title: Title
    detail: Detail = ""
    place: Place
    starts_at: When = Field(examples=["2026-11-28T09:00:00+08:00"])
    ends_at: When = Field(examples=["2026-11-28T11:00:00+08:00"])
    opens_at: When | None = Field(None, description="Sign-up opens; now if left out")
    closes_at: When | None = Field(None, description="Sign-up closes; the start if left out")
    posts: list[PostBody] = Field(min_length=1, max_length=30)
    organisation_id: Id | None = Field(None, description="My only seat, else my home, if left out")
    audience: Audience = Audience.EVERYONE
    alliance_id: Id | None = Field(None, description="Needed for the audience `alliance`")
    min_age: Age | None = None
    max_age: Age | None = None
    is_restricted: bool = Field(False, description="Hidden from those who are not of the audience")
    attendance_mode: AttendanceMode = AttendanceMode.ROLL_CALL
    is_draft: bool = Field(False, description="Seen by the seat alone until publish_event")

    def to_plan(self) -> EventPlan:
        columns = self.model_dump(exclude={"posts", "organisation_id", "is_draft"})
        return EventPlan(**columns, posts=[PostPlan(**post.model_dump()) for post in self.posts])


class PostChangeBody(Body):
    id: Id | None = Field(None, description="Left out: a new post")
    name: Name | None = None
    capacity: Capacity | None = None
    needs: Needs | None = None
    skills: Skills | None = None


class ChangeEventBody(Body):
    title: Title | None = None
    detail: Detail | None = None
    place: Place | None = None
    starts_at: When | None = Field(None, description="Alone, it moves the end with it")
    ends_at: When | None = None
    opens_at: When | None = None
    closes_at: When | None = None
    min_age: Age | None = Field(None, description="Null takes the limit away")
    max_age: Age | None = Field(None, description="Null takes the limit away")
    attendance_mode: AttendanceMode | None = None
    posts: list[PostChangeBody] | None = Field(None, max_length=30, description="Those to change or add")
    is_released: bool = Field(False, description="I have read the text that `text_held` doubted, and answer for it")

    def to_changes(self) -> EventChanges:
        said = self.model_dump(exclude={"posts", "is_released"}, exclude_unset=True)
        return EventChanges(**{name: value for name, value in said.items() if value is not None or name in AGES})  # type: ignore[typeddict-item]

    def to_post_changes(self) -> list[PostChange]:
        return [PostChange(**post.model_dump()) for post in self.posts or []]


class CancelEventBody(ToldBody):
    reason: Text = Field("", max_length=200, examples=["暴雨预警"])


@api.get("/events", operation_id="list_events", responses={200: ListAnswer[EventAnswer]})
def list_events(query: EventsQuery) -> Response:
    """Events I may see, by time; those I may not sign up for say why."""
    actor, now = current_actor(), utc_now()
    organisation = organisations.get_organisation(query.organisation_id) if query.organisation_id else None
    found = events.list_events(
        to=actor,
        now=now,
        period=query.period,
        organisation=organisation,
        is_mine=query.mine,
        is_for_me=query.for_me,
        is_kept=query.kept,
        after_id=query.after_id,
        limit=query.limit + 1,
    )
    items = present_events(found, to=actor, now=now)
    return part_of_list(items, [event.id for event in found], query.limit).to_response()


@api.get("/events/<int:event_id>", operation_id="get_event", responses={200: EventAnswer})
def get_event(path: EventPath) -> Response:
    """One event: its posts and how full they are, my own sign-up, what I can do, who of my branch goes."""
    return answer_with_event(Outcome(200, path.event_id))


@api.post("/events", operation_id="create_event", responses={201: EventAnswer})
def create_event(body: CreateEventBody) -> Response:
    """Put up an event, or keep it as a draft. Text that WeChat doubts is held for the seat to read again."""
    actor, now = current_actor(), utc_now()
    events.require_some_seat(actor)
    organisation = organisations.organisation_for(body.organisation_id, by=actor)

    def act(is_held: bool) -> Outcome:
        made = events.create_event(
            body.to_plan(), organisation, is_draft=body.is_draft, is_held=is_held, by=actor, now=now
        )
        return Outcome(201, made.id)

    return answer_with_event(checked(act, *_texts(body)))


@api.post("/events/<int:event_id>/publication", operation_id="publish_event", responses={200: EventAnswer})
def publish_event(path: EventPath, body: NoBody) -> Response:
    """Put a draft up, or release what was held after reading it again (the audit trail says who did)."""
    actor, now = current_actor(), utc_now()
    event, _ = events.event_to_run(path.event_id, by=actor, now=now)

    def act(is_held: bool) -> Outcome:
        published = events.publish_event(event.id, is_held=is_held, version=event.version, by=actor, now=now)
        return Outcome(200, published.id)

    return answer_with_event(checked(act, *events.texts_of(event)))


@api.patch("/events/<int:event_id>", operation_id="change_event", responses={200: EventAnswer})
def change_event(path: EventPath, body: ChangeEventBody) -> Response:
    """Change an event; another time or place asks everyone signed up to keep or withdraw."""
    actor, now = current_actor(), utc_now()
    events.event_to_run(path.event_id, by=actor, now=now)
    is_held = texts.needs_a_person(current_app.extensions["mini_program"], _texts(body), by=actor)
    event_changes.change_event(
        path.event_id,
        body.to_changes(),
        posts=body.to_post_changes(),
        is_held=is_held,
        is_released=body.is_released,
        by=actor,
        now=now,
    )
    return answer_with_event(Outcome(200, path.event_id))


@api.post("/events/<int:event_id>/cancellation", operation_id="cancel_event", responses={200: EventAnswer})
def cancel_event(path: EventPath, body: CancelEventBody) -> Response:
    """Call an event off before it starts; everyone signed up is told."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, event_changes.cancel_event(path.event_id, reason=body.reason, by=actor, now=now).id)

    return answer_with_event(perform_told(act, body.reason, is_released=body.is_released))


def answer_with_event(done: Outcome) -> Response:
    """The event a command was about, as this person may see it today."""
    assert done.resource_id is not None, "every outcome here is about an event"
    actor, now = current_actor(), utc_now()
    event = events.get_event(done.resource_id, to=actor, now=now)
    return present_event(event, to=actor, now=now).to_response(done.status)


def _texts(body: CreateEventBody | ChangeEventBody) -> list[str | None]:
    """Everything written in it that others will read."""
    posts = body.posts or []
    return [body.title, body.detail, body.place, *(post.name for post in posts), *(post.needs for post in posts)]
