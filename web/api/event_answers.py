"""How an event is shown to a person: its posts, what they have to do with it, and what they can do next."""

from __future__ import annotations

import datetime

from pydantic import Field

from models.appointments import Function
from models.events import AttendanceMode, Audience, Event, EventStatus, Post
from models.sign_ups import Attendance, SignUp, SignUpStatus
from services import audit, eligibility, event_check_ins, events, policies, sign_up_lists, sign_ups
from services.eligibility import Candidate
from services.permissions import Actor
from web.api.schemas import Answer, Instant, OrganisationRef

ONLY_ALONE = ("companion_limit", "branch_mates")


class PostAnswer(Answer):
    id: int
    name: str = Field(examples=["清扫"])
    needs: str = Field(examples=["自带手套"])
    skills: list[str] = Field(description="Only those who have declared all of these may take it", examples=[["理发"]])
    capacity: int = Field(examples=[50])
    confirmed: int = Field(description="Heads with a place, companions included", examples=[50])
    waiting: int = Field(description="Heads in the queue", examples=[3])
    why_not: str | None = Field(description="Which of the skills I lack and where to add it, for people")


class MySignUpAnswer(Answer):
    status: SignUpStatus
    post_id: int
    position: int | None = Field(description="In the queue, 1 is next; null with a place")
    seats: int = Field(description="Myself and my companions", examples=[1])
    must_decide: bool = Field(description="Time or place has changed since: keep_sign_up or cancel_sign_up")
    attendance: Attendance | None
    checked_in_at: Instant | None
    checked_out_at: Instant | None
    is_end_assumed: bool = Field(description="I did not check out: the planned end counts")
    can_check_in: bool = Field(description="Scanning the code on the wall now says that I am there")
    can_check_out: bool = Field(description="Scanning it now says that I leave")
    acted_by: str = Field(description="由谁代办: who signed me up on my behalf", examples=["王小禾"])


class EventAnswer(Answer):
    id: int
    title: str = Field(examples=["河道清洁"])
    detail: str
    place: str = Field(examples=["东坑村文化礼堂"])
    status: EventStatus
    organisation: OrganisationRef
    starts_at: Instant
    ends_at: Instant
    opens_at: Instant
    closes_at: Instant
    cancel_by: Instant = Field(description="Who cancels later is noted as cancelling late (临时取消)")
    audience: Audience
    alliance_id: int | None
    min_age: int | None
    max_age: int | None
    is_restricted: bool
    attendance_mode: AttendanceMode
    change_number: int = Field(description="How often time or place have changed", examples=[0])
    reason: str = Field(description="Why it was cancelled")
    posts: list[PostAnswer]
    mine: MySignUpAnswer | None = Field(description="Null when I have not signed up")
    can_sign_up: bool
    why_not: str | None = Field(description="Why I cannot sign up, for people", examples=["这次活动要求年满 18 周岁"])
    can_run: bool = Field(description="My seat may change it, cancel it and enter its roll")
    companion_limit: int | None = Field(None, description="How many I may bring along; not in lists", examples=[3])
    branch_mates: list[str] | None = Field(
        None, description="Who else of my branch goes; for those on its roster, not in lists", examples=[["王小禾"]]
    )


def present_events(found: list[Event], *, to: Actor, now: datetime.datetime) -> list[EventAnswer]:
    """Several events, their posts and my sign-ups read at once."""
    ids = [event.id for event in found]
    posts, mine = events.posts_of(ids), sign_up_lists.my_sign_ups(ids, to=to)
    candidate = Candidate(to.person, now=now)
    return [_present(event, posts[event.id], mine.get(event.id), candidate, to, now) for event in found]


def present_event(event: Event, *, to: Actor, now: datetime.datetime) -> EventAnswer:
    """One event, with what a list does not need."""
    answer = present_events([event], to=to, now=now)[0]
    answer.companion_limit = policies.value("event.companion_limit", event.organisation, now=now)
    answer.branch_mates = sign_up_lists.branch_mates(event, to=to)
    return answer


def _present(
    event: Event, posts: list[Post], mine: SignUp | None, candidate: Candidate, to: Actor, now: datetime.datetime
) -> EventAnswer:
    why_not = (
        sign_ups.why_closed(event, now=now)
        or eligibility.why_not(event, candidate)
        or eligibility.why_no_post(posts, candidate)
    )
    plain = {
        name: getattr(event, name)
        for name in EventAnswer.model_fields
        if name not in ("organisation", "posts", "mine", "can_sign_up", "why_not", "can_run", *ONLY_ALONE)
    }
    return EventAnswer(
        **plain,
        organisation=OrganisationRef(id=event.organisation_id, name=event.organisation.name),
        posts=[_post(post, candidate) for post in posts],
        mine=_mine(mine, event, now) if mine else None,
        can_sign_up=why_not is None and mine is None,
        why_not=None if mine else why_not,
        can_run=to.may(Function.RUN_EVENTS, event.organisation),
    )


def _post(post: Post, candidate: Candidate) -> PostAnswer:
    return PostAnswer(
        id=post.id,
        name=post.name,
        needs=post.needs,
        skills=post.skill_names,
        capacity=post.capacity,
        confirmed=post.confirmed,
        waiting=post.waiting,
        why_not=eligibility.why_not_post(post, candidate),
    )


def _mine(mine: SignUp, event: Event, now: datetime.datetime) -> MySignUpAnswer:
    return MySignUpAnswer(
        status=mine.status,
        post_id=mine.post_id,
        position=sign_up_lists.position_of(mine),
        seats=mine.seats,
        must_decide=sign_up_lists.must_decide(mine, event),
        attendance=mine.attendance,
        checked_in_at=mine.checked_in_at,
        checked_out_at=mine.checked_out_at,
        is_end_assumed=mine.is_end_assumed,
        can_check_in=event_check_ins.can_check_in(event, mine, now=now),
        can_check_out=event_check_ins.can_check_out(event, mine, now=now),
        acted_by=audit.helper_who("sign_up", "event", event.id, acted_for_id=mine.person_id),
    )
