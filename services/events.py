"""Events: who sees which, making one, putting it up. Changes and cancelling stand in services.event_changes."""

from __future__ import annotations

import datetime
from typing import Literal

import peewee

from models.appointments import Function
from models.events import PUBLIC_STATUSES, SKILL_MARK, Event, EventStatus, Post
from models.organisations import Organisation
from models.people import Person
from models.sign_ups import SignUp
from models.unit_of_work import unit_of_work
from services import audit, policies
from services.editing import read_at
from services.eligibility import Candidate, can_join, in_audience
from services.errors import ChangedMeanwhile, NotAllowed, NotFound, WrongState
from services.event_plans import TIMES, EventPlan, check_audience, check_posts, check_times, columns_of
from services.permissions import Actor, Seat, within
from services.skills import check_skills

UNPUBLISHED = (EventStatus.DRAFT, EventStatus.HELD)
CHANGED_BEFORE_IT_WAS_OUT = "刚才有人改了这次活动的内容，还没有发布，请看过新的内容再发布"


def visible_events(to: Actor, *, now: datetime.datetime) -> peewee.ModelSelect[Event]:
    """The events this person may see: those put up (a restricted one if it is meant for them), those they
    signed up for, and, drafts and all, those of their seats."""
    meant_for_them = in_audience(Candidate(to.person, now=now))
    signed_up = Event.id.in_(SignUp.select(SignUp.event).where(SignUp.person == to.person.id))
    seen = Event.status.in_(PUBLIC_STATUSES) & (~Event.is_restricted | meant_for_them | signed_up)
    paths = to.paths_for(Function.RUN_EVENTS)
    if paths:
        seen |= within(paths)
    return Event.select(Event, Organisation).join(Organisation).where(seen)


def kept_events(to: Actor, *, now: datetime.datetime) -> peewee.ModelSelect[Event]:
    """Those that the actor's seats run, drafts and all: what a desk lists, and the phone of a secretary."""
    return visible_events(to, now=now).where(within(to.paths_for(Function.RUN_EVENTS)))


def get_event(event_id: int, *, to: Actor, now: datetime.datetime) -> Event:
    """One event, if this person may see it; raises NotFound."""
    event: Event | None = visible_events(to, now=now).where(Event.id == event_id).get_or_none()
    if event is None:
        raise NotFound()
    return event


def list_events(
    *,
    to: Actor,
    now: datetime.datetime,
    period: Literal["upcoming", "past"] = "upcoming",
    organisation: Organisation | None = None,
    is_mine: bool = False,
    is_for_me: bool = False,
    is_kept: bool = False,
    after_id: int | None = None,
    limit: int = 20,
) -> list[Event]:
    """Visible events: what is on or to come, the next first; or what is over, the latest first.

    `is_mine`: those I have signed up for; `is_for_me`: those and the ones I may sign up for now; `is_kept`: those
    that my seats run. `after_id` continues after the last one seen.
    """
    query = kept_events(to, now=now) if is_kept else visible_events(to, now=now)
    if organisation is not None:
        query = query.where(Organisation.path.startswith(organisation.path))
    mine = Event.id.in_(SignUp.select(SignUp.event).where(SignUp.person == to.person.id, SignUp.is_held == 1))
    if is_mine:
        query = query.where(mine)
    if is_for_me:
        query = query.where(mine | can_join(Candidate(to.person, now=now), now=now))
    last = Event.get_or_none(Event.id == after_id) if after_id else None
    if period == "upcoming":
        if last is not None:
            query = query.where(
                (Event.starts_at > last.starts_at) | ((Event.starts_at == last.starts_at) & (Event.id > last.id))
            )
        return list(query.where(Event.ends_at > now).order_by(Event.starts_at, Event.id).limit(limit))
    if last is not None:
        query = query.where(
            (Event.starts_at < last.starts_at) | ((Event.starts_at == last.starts_at) & (Event.id < last.id))
        )
    return list(query.where(Event.ends_at <= now).order_by(Event.starts_at.desc(), Event.id.desc()).limit(limit))


def posts_of(event_ids: list[int]) -> dict[int, list[Post]]:
    """The posts of several events, in the order they were added."""
    found: dict[int, list[Post]] = {event_id: [] for event_id in event_ids}
    for post in Post.select().where(Post.event.in_(event_ids or [0])).order_by(Post.id):
        found[post.event_id].append(post)
    return found


def texts_of(event: Event) -> list[str]:
    """Everything written in it that others will read."""
    posts = posts_of([event.id])[event.id]
    return [event.title, event.detail, event.place, *(text for post in posts for text in (post.name, post.needs))]


def event_to_run(event_id: int, *, by: Actor, now: datetime.datetime) -> tuple[Event, Seat]:
    """An event and the seat that may run it; raises NotFound for what they may not see, else NotAllowed."""
    event = get_event(event_id, to=by, now=now)
    return event, by.require(Function.RUN_EVENTS, event.organisation)


@unit_of_work
def create_event(
    plan: EventPlan,
    organisation: Organisation,
    *,
    is_draft: bool = False,
    is_held: bool,
    by: Actor,
    now: datetime.datetime,
) -> Event:
    """Put up an event with its posts; a draft is seen by the seat alone.

    `is_held`: WeChat's check doubts the text, and it waits until the seat has read it again (publish_event).
    """
    seat = by.require(Function.RUN_EVENTS, organisation)
    columns = columns_of(plan, now=now)
    check_times(**{name: columns[name] for name in TIMES}, now=now)  # type: ignore[arg-type]  # these columns are instants
    check_posts([post.name for post in plan.posts])
    check_audience(plan, now=now)
    check_skills([post.skills for post in plan.posts], organisation, now=now)
    status = _first_status(is_draft=is_draft, is_held=is_held)
    event = add_event(plan, organisation, status=status, made_by=by.person, now=now)
    record_change("create_event", event, by=by, seat=seat, now=now, after={"status": event.status})
    return event


def add_event(
    plan: EventPlan, organisation: Organisation, *, status: EventStatus, made_by: Person, now: datetime.datetime
) -> Event:
    """The event and its posts, inside the caller's unit of work."""
    event: Event = Event.create(
        organisation=organisation,
        made_by=made_by,
        status=status,
        cancel_hours=policies.value("event.cancel_hours", organisation, now=now),
        overlap_grace_minutes=policies.value("event.overlap_grace_minutes", organisation, now=now),
        created_at=now,
        **columns_of(plan, now=now),
    )
    for post in plan.posts:
        Post.create(
            event=event, name=post.name, capacity=post.capacity, needs=post.needs, skills=SKILL_MARK.join(post.skills)
        )
    return event


@unit_of_work
def publish_event(
    event_id: int, *, is_held: bool, version: int | None = None, by: Actor, now: datetime.datetime
) -> Event:
    """Put a draft up. Where WeChat's check doubts its text it is held; publishing a held one releases it:
    the seat has read it again and answers for it in the audit trail.

    With the `version` that was read, by WeChat's check or by the seat, raises ChangedMeanwhile when it reads
    otherwise since.
    """
    event, seat = event_to_run(event_id, by=by, now=now)
    if event.status is EventStatus.OPEN:
        return event
    if event.status not in UNPUBLISHED:
        raise WrongState()
    held_again = event.status is EventStatus.DRAFT and is_held
    target = EventStatus.HELD if held_again else EventStatus.OPEN
    moved = Event.update(status=target).where(
        Event.id == event.id,
        Event.status == event.status,
        *read_at(Event.version, version),
    )
    if moved.execute() != 1:
        present = get_event(event_id, to=by, now=now)
        if present.status is EventStatus.OPEN:  # somebody else published it at the same moment
            return present
        raise WrongState() if version is None else ChangedMeanwhile("changed_meanwhile", CHANGED_BEFORE_IT_WAS_OUT)
    action = "release_event" if event.status is EventStatus.HELD else "publish_event"
    record_change(
        action, event, by=by, seat=seat, now=now, before={"status": event.status}, after={"status": target}
    )  # fmt: skip
    return get_event(event_id, to=by, now=now)


def record_change(
    action: str,
    event: Event,
    *,
    by: Actor,
    seat: Seat | None = None,
    now: datetime.datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    """The audit entry of a command about an event."""
    audit.record(
        action,
        "event",
        event.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=event.organisation_id,
        before=before,
        after=after,
        reason=reason,
    )


def require_some_seat(by: Actor) -> None:
    """Raise NotAllowed for those who run no events anywhere, before they are asked where."""
    if not by.paths_for(Function.RUN_EVENTS):
        raise NotAllowed()


def _first_status(*, is_draft: bool, is_held: bool) -> EventStatus:
    if is_draft:
        return EventStatus.DRAFT
    return EventStatus.HELD if is_held else EventStatus.OPEN
