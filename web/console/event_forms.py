"""Putting up an event from a desk, changing it with its consequences in numbers, calling it off."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from flask import request, url_for
from pydantic import Field
from werkzeug.datastructures import MultiDict

from models.events import AttendanceMode, Audience, Event, EventStatus
from services import event_changes, events, organisations
from services.event_changes import WHAT_MOVES_IT, EventChanges
from services.event_plans import EventPlan
from services.local_time import spoken
from services.texts import TextHeld
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.branches import alliances_of, my_hosts, named
from web.console.checking import is_doubted, refuse_untold
from web.console.confirming import ask_again, ask_first
from web.console.event_posts import PostRow, PostsForm, fill_rows, typed_rows
from web.console.forms import EditForm, Form, LocalInstant, Maybe, MaybeInstant, Typed, filled, submit
from web.console.once import make_once
from web.console.page import Page, go, page
from web.console.queries import asked_id
from web.fields import Id, Text
from web.lifecycle import utc_now

Age = Maybe[Annotated[int, Field(ge=0, le=120)]]
TEXTS = ("title", "detail", "place")
WRITTEN = (*TEXTS, "starts_at", "ends_at", "opens_at", "closes_at", "min_age", "max_age")


class EventForm(PostsForm):
    title: Annotated[Text, Field(min_length=1, max_length=40)]
    detail: Annotated[Text, Field(max_length=1000)] = ""
    place: Annotated[Text, Field(min_length=1, max_length=60)]
    starts_at: LocalInstant
    ends_at: LocalInstant
    opens_at: MaybeInstant = None
    closes_at: MaybeInstant = None
    min_age: Age = None
    max_age: Age = None


class NewForm(EventForm):
    organisation_id: Maybe[Id] = None
    audience: Audience = Audience.EVERYONE
    alliance_id: Maybe[Id] = None
    attendance_mode: AttendanceMode = AttendanceMode.ROLL_CALL
    is_restricted: bool = False


class ChangeForm(EventForm, EditForm):
    """What may be changed, and the version that was read."""


@console.get("/events/new")
def new_event() -> Page:
    """An empty form, or one filled in like an earlier event (`like`)."""
    like = asked_id("like")
    if like is None:
        return _new_page(filled(audience=Audience.EVERYONE, attendance_mode=AttendanceMode.ROLL_CALL))
    last, _ = events.event_to_run(like, by=current_actor(), now=utc_now())
    names = ("title", "detail", "place", "audience", "alliance_id", "attendance_mode", "min_age", "max_age")
    typed = filled(organisation_id=last.organisation_id, **{name: getattr(last, name) for name in names})
    return _new_page(fill_rows(typed, events.posts_of([last.id])[last.id], with_ids=False))


def _new_page(typed: Typed) -> str:
    hosts = my_hosts()
    return page(
        "event_new.html",
        typed=typed,
        hosts=named(hosts),
        alliances=alliances_of(hosts),
        audiences=[(audience.value, name) for audience, name in words.EVENT_AUDIENCE_NAMES.items()],
        modes=[(mode.value, name) for mode, name in words.EVENT_ATTENDANCE_NAMES.items()],
        rows=typed_rows(typed),
    )


@console.post("/events/new")
def create_event() -> Page:
    """Put it up, or keep it as a draft."""
    is_draft = request.form.get("draft") == "yes"

    def act(form: NewForm) -> Page:
        actor = current_actor()
        organisation = organisations.organisation_for(form.organisation_id, by=actor)
        posts = [row.plan() for row in form.rows()]
        columns = form.model_dump(exclude={"organisation_id", *PostsForm.model_fields})
        is_held = is_doubted(form.title, form.detail, form.place, *_post_texts(form.rows()))
        plan, now = EventPlan(posts=posts, **columns), utc_now()
        event_id = make_once(
            lambda: events.create_event(plan, organisation, is_draft=is_draft, is_held=is_held, by=actor, now=now).id
        )
        made = events.get_event(event_id, to=actor, now=now)
        said = {
            EventStatus.OPEN: "已发布，大家可以报名了",
            EventStatus.DRAFT: "已存成草稿，想好了再发布",
            EventStatus.HELD: "微信没能放行这段文字：请再读一遍，没有问题就点「发布」",
        }[made.status]
        return go("console.show_event", said, event_id=made.id)

    return submit(NewForm, act, again=_new_page)


def _post_texts(rows: list[PostRow]) -> list[str]:
    return [text for row in rows for text in (row.name, row.needs)]


@console.post("/events/<int:event_id>/publish")
def publish_event(event_id: int) -> Page:
    """Put a draft up; a held one is released by whoever has read it again."""
    actor, now = current_actor(), utc_now()
    event, _ = events.event_to_run(event_id, by=actor, now=now)
    is_held = event.status is EventStatus.DRAFT and is_doubted(*events.texts_of(event))
    published = events.publish_event(event.id, is_held=is_held, version=event.version, by=actor, now=now)
    is_open = published.status is EventStatus.OPEN
    said = "已发布，大家可以报名了" if is_open else "微信没能放行这段文字：请再读一遍，没有问题就再点「发布」"
    return go("console.show_event", said, event_id=event.id)


@console.get("/events/<int:event_id>/change")
def edit_event(event_id: int) -> Page:
    """What is written, when, and the posts."""
    event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())
    return _change_page(event, _present(event))


def _present(event: Event) -> Typed:
    typed = filled(**{name: getattr(event, name) for name in WRITTEN})
    return fill_rows(typed, events.posts_of([event.id])[event.id], with_ids=True)


def _change_page(event: Event, typed: Typed) -> str:
    present = _present(event)
    return page(
        "event_change.html",
        event=event,
        typed=typed,
        rows=typed_rows(typed),
        present=present.values,
        present_rows=typed_rows(present, empty=0),
    )


@console.post("/events/<int:event_id>/change")
def change_event(event_id: int) -> Page:
    """Change it; where people are concerned the numbers are said first."""
    event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())

    def act(form: ChangeForm) -> Page:
        form.refuse_stale(event.version)
        changes = _changes(form, event)
        posts = [row.change() for row in form.rows()]
        lines = _consequences(event, changes, posts)
        back = url_for("console.edit_event", event_id=event.id)
        if lines and (asking := ask_first("改动活动", lines, yes="就这样改", back=back)):
            return asking
        is_held = is_doubted(*(str(changes[name]) for name in TEXTS if name in changes), *_post_texts(form.rows()))
        event_changes.change_event(
            event.id, changes, posts=posts, is_held=is_held, is_released=bool(form.released),
            version=form.version, by=current_actor(), now=utc_now(),
        )  # fmt: skip
        return go("console.show_event", "已改好" + ("，相关的人会收到消息" if lines else ""), event_id=event.id)

    return submit(ChangeForm, act, again=lambda typed: _change_page(_anew(event), typed))


def _anew(event: Event) -> Event:
    return events.event_to_run(event.id, by=current_actor(), now=utc_now())[0]


def _changes(form: ChangeForm, event: Event) -> EventChanges:
    """What is typed otherwise than the event says; no age is no limit, and an empty time is what its hint says."""
    if_emptied = {"opens_at": utc_now(), "closes_at": form.starts_at}
    typed: dict[str, Any] = {name: getattr(form, name) for name in WRITTEN if name in form.model_fields_set}
    meant = {name: if_emptied.get(name) if value is None else value for name, value in typed.items()}
    return {name: value for name, value in meant.items() if value != getattr(event, name)}


def _consequences(event: Event, changes: EventChanges, posts: list[event_changes.PostChange]) -> list[str]:
    """What the change will do to whom, in numbers; nothing where nobody is concerned."""
    if event.status is not EventStatus.OPEN:
        return []
    people = event_changes.people_of(event.id)
    lines = []
    if people and any(name in changes for name in WHAT_MOVES_IT):
        lines.append(f"{len(people)} 人已经报名或在候补，都会收到变动消息，要选「照样参加」还是「退出」。")
        starts_at = changes.get("starts_at", event.starts_at)
        if starts_at != event.starts_at:
            lines.append(f"时间从{_spoken(event.starts_at)}改到{_spoken(starts_at)}。")
    known = {post.id: post for post in events.posts_of([event.id])[event.id]}
    for change in posts:
        post = known.get(change.id or 0)
        if post is not None and change.capacity is not None and change.capacity > post.capacity and post.waiting:
            free = change.capacity - post.confirmed
            lines.append(f"「{post.name}」加到 {change.capacity} 人，候补的前 {min(free, post.waiting)} 人马上递补。")
    return lines


def _spoken(instant: datetime.datetime) -> str:
    return spoken(instant, now=utc_now())


@console.post("/events/<int:event_id>/cancel")
def cancel_event(event_id: int) -> Page:
    """Call it off before it starts; says first who is told."""
    event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())
    people = event_changes.people_of(event.id)
    lines = [f"「{event.title}」（{_spoken(event.starts_at)}）不再举行，名额全部作废。"]
    lines.append(f"{len(people)} 人会收到取消的消息。" if people else "还没有人报名，谁也不会收到消息。")
    back = url_for("console.show_event", event_id=event.id)
    yes = f"取消活动，通知 {len(people)} 人" if people else "取消活动"
    if asking := ask_first("取消活动", lines, yes=yes, back=back, is_destructive=True):
        return asking
    reason = request.form.get("reason", "").strip()[:200]
    try:
        refuse_untold(Form(released=request.form.get("released", "")), reason)
    except TextHeld:
        released = MultiDict([*request.form.items(multi=True), ("released", "yes")])
        held = ["微信没有放行这段理由，或者没有应答。您再读一遍，没有问题可以照发；要改请返回。", f"理由：{reason}"]
        return ask_again("取消活动", held, released, yes="我已核对，取消并通知", back=back, is_destructive=True)
    event_changes.cancel_event(event.id, reason=reason, by=current_actor(), now=utc_now())
    return go("console.show_event", f"已取消，{len(people)} 人会收到消息" if people else "已取消", event_id=event.id)
