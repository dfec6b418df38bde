"""Changing an event that people have signed up for, and calling it off (features E9)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from models.events import SKILL_MARK, AttendanceMode, Event, EventStatus, Post
from models.sign_ups import Attendance, SignUp, SignUpStatus
from models.unit_of_work import unit_of_work
from services import event_messages, messages, places
from services.editing import read_at
from services.errors import ChangedMeanwhile, Conflict, Invalid, WrongState
from services.event_plans import TIMES, check_ages, check_posts, check_times
from services.events import event_to_run, get_event, record_change
from services.permissions import Actor
from services.skills import check_skills
from services.texts import TextHeld

WHAT_MOVES_IT = ("starts_at", "ends_at", "place")


class EventChanges(TypedDict, total=False):
    """The fields to change; those left out stay."""

    title: str
    detail: str
    place: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    min_age: int | None  # None takes the limit away
    max_age: int | None
    attendance_mode: AttendanceMode


@dataclass(frozen=True, slots=True)
class PostChange:
    """A post as it is to be. Without `id` it is a new one; None leaves a field of an old one as it is."""

    id: int | None = None
    name: str | None = None
    capacity: int | None = None
    needs: str | None = None
    skills: tuple[str, ...] | None = None

    def columns(self) -> dict[str, Any]:
        """What is to be written of it."""
        skills = None if self.skills is None else SKILL_MARK.join(self.skills)
        wanted = {"name": self.name, "capacity": self.capacity, "needs": self.needs, "skills": skills}
        return {name: value for name, value in wanted.items() if value is not None}


class EventStarted(WrongState):
    code = "event_started"
    message = "活动已经开始，不能再改时间地点，也不能取消；有变动请打电话告诉大家"


class SomebodyHasCome(WrongState):
    code = "somebody_has_come"
    message = "已经有人登记到场，不能再改时间；登记错了，请先在名单上改成“没来”，再来改时间"


@unit_of_work
def change_event(
    event_id: int,
    changes: EventChanges,
    *,
    posts: list[PostChange] | None = None,
    is_held: bool,
    is_released: bool = False,
    version: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Event:
    """Change an event and its posts; another time or place asks everyone signed up to keep or withdraw.

    A new start alone moves the end with it, and the closing of sign-up where that was the start. More
    places go to those who wait, at once. Text that WeChat's check doubts (`is_held`) does not reach a
    published event unless the seat answers for it (`is_released`): raises TextHeld. With the `version` one
    has read, raises ChangedMeanwhile when somebody else changed it since.
    """
    event, seat = event_to_run(event_id, by=by, now=now)
    locked = places.lock_all(event_id)
    event = Event.get_by_id(event_id)
    if event.status is EventStatus.CANCELLED:
        raise WrongState()
    if is_held and not is_released and event.status is EventStatus.OPEN:
        raise TextHeld()
    columns = _changed_columns(event, changes, now=now)
    before = {name: getattr(event, name) for name in columns}
    is_moved = any(name in columns for name in WHAT_MOVES_IT)
    if is_moved and event.status is EventStatus.OPEN:
        columns["change_number"] = event.change_number + 1
    new_posts = _really_changed(posts or [], locked)
    if columns or new_posts:
        _store_change(event, columns, version)
    changed = get_event(event_id, to=by, now=now)
    promoted = _change_posts(changed, locked, posts or [], now=now)
    if columns or new_posts:
        record_change(
            "change_event", changed, by=by, seat=seat, now=now, before=before,
            after={**columns, "posts": len(new_posts), "released": is_held and is_released},
        )  # fmt: skip
    if "change_number" in columns:
        messages.queue(event_messages.changed(changed, now=now), people_of(event_id), now=now)
    messages.queue(event_messages.promoted(changed, now=now), promoted, now=now)
    return changed


def _really_changed(changes: list[PostChange], old: list[Post]) -> list[PostChange]:
    """Those that say otherwise than their post, and new ones."""
    by_id = {post.id: post for post in old}
    return [
        change
        for change in changes
        if (post := by_id.get(change.id or 0)) is None
        or any(getattr(post, name) != value for name, value in change.columns().items())
    ]


def _changed_columns(event: Event, changes: EventChanges, *, now: datetime.datetime) -> dict[str, Any]:
    """What really changes, and what has to move along; raises Invalid or WrongState."""
    wanted: dict[str, Any] = dict(changes)
    if "starts_at" in wanted:
        wanted.setdefault("ends_at", wanted["starts_at"] + (event.ends_at - event.starts_at))
        if event.closes_at == event.starts_at:
            wanted.setdefault("closes_at", wanted["starts_at"])
    columns = {name: value for name, value in wanted.items() if value != getattr(event, name)}
    check_ages(columns.get("min_age", event.min_age), columns.get("max_age", event.max_age))
    if not any(name in columns for name in (*TIMES, "place")):
        return columns
    if event.status is EventStatus.OPEN and event.starts_at <= now:
        raise EventStarted()
    check_times(**{name: columns.get(name, getattr(event, name)) for name in TIMES}, now=now)
    return columns


def _store_change(event: Event, columns: dict[str, Any], version: int | None) -> None:
    stored = Event.update(version=Event.version + 1, **columns).where(
        Event.id == event.id, *read_at(Event.version, version)
    )
    if stored.execute() != 1:
        raise ChangedMeanwhile()
    if "starts_at" in columns or "ends_at" in columns:
        _await_everyone_anew(event)


def _await_everyone_anew(event: Event) -> None:
    """Another time is another occasion: who was noted as absent may come to it.

    Raises SomebodyHasCome: those people are here now, and their hours follow from the planned time.
    """
    standing = (SignUp.event == event.id) & (SignUp.is_held == 1)
    has_come = SignUp.attendance == Attendance.ATTENDED
    SignUp.update(attendance=None, marked_at=None).where(standing, SignUp.attendance.is_null() | ~has_come).execute()
    # Asked now that every sign-up is locked: nobody checks in behind it.
    if SignUp.select().where(standing, has_come).exists():
        raise SomebodyHasCome()


def _change_posts(event: Event, old: list[Post], changes: list[PostChange], *, now: datetime.datetime) -> list[int]:
    """Change, add, and fill the posts; answers whom a new place lets in."""
    by_id = {post.id: post for post in old}
    if any(change.id is not None and change.id not in by_id for change in changes):
        raise Invalid("post_unknown", "没有找到这个岗位，请刷新后再改", {"posts": "没有这个岗位"})
    # A name that another post still bears is refused too: posts cannot swap names in one go.
    others = [post.name for post in old for change in changes if post.id != change.id and post.name == change.name]
    check_posts([*{post.name for post in old}, *others, *_repeated(change.name for change in changes)])
    check_skills([change.skills or () for change in changes], event.organisation, now=now)
    for change in changes:
        if change.id is None:
            _add_post(event, change)
        else:
            _change_post(by_id[change.id], change)
    if event.starts_at <= now:
        return []
    return [sign_up.person_id for post in old for sign_up in places.promote(post.id, now=now)]


def _repeated(names: Iterable[str | None]) -> list[str]:
    """The names that occur more than once, each twice."""
    counts = Counter(name for name in names if name is not None)
    return [name for name, count in counts.items() if count > 1 for _ in range(2)]


def _add_post(event: Event, change: PostChange) -> None:
    if change.name is None or change.capacity is None:
        raise Invalid("post_incomplete", "新岗位请写明名称和人数", {"posts": "请填写名称和人数"})
    Post.create(event=event, **change.columns())


def _change_post(post: Post, change: PostChange) -> None:
    if change.capacity is not None and change.capacity < post.confirmed:
        raise Conflict(
            "places_taken", f"「{post.name}」已有 {post.confirmed} 人报上名，人数不能比这更少；请先商量谁换岗位"
        )
    if change.capacity is not None and change.capacity < (party := places.largest_waiting(post.id)):
        raise Conflict(
            "party_waits", f"「{post.name}」的候补里有一起来的 {party} 人，人数不能比这更少；请先商量谁换岗位"
        )
    columns = change.columns()
    if columns:
        Post.update(**columns).where(Post.id == post.id).execute()


@unit_of_work
def cancel_event(event_id: int, *, reason: str = "", by: Actor, now: datetime.datetime) -> Event:
    """Call an event off before it starts; everyone signed up or waiting is told, all places are free."""
    event, seat = event_to_run(event_id, by=by, now=now)
    places.lock_all(event_id)
    cancelled = Event.update(status=EventStatus.CANCELLED, reason=reason, cancelled_at=now).where(
        Event.id == event.id, Event.status != EventStatus.CANCELLED, Event.starts_at > now
    )
    if cancelled.execute() != 1:
        event = get_event(event_id, to=by, now=now)
        if event.status is EventStatus.CANCELLED:
            return event
        raise EventStarted()
    told = people_of(event_id)
    SignUp.update(status=SignUpStatus.EVENT_CANCELLED, is_held=None, ended_at=now).where(
        SignUp.event == event.id, SignUp.is_held == 1
    ).execute()
    # Asked now that every sign-up is locked: nobody checks in behind it.
    if SignUp.select().where(SignUp.event == event.id, SignUp.attendance == Attendance.ATTENDED).exists():
        raise EventStarted()
    Post.update(waiting=0, confirmed=0, is_open=False).where(Post.event == event.id).execute()
    record_change("cancel_event", event, by=by, seat=seat, now=now, before={"status": event.status}, reason=reason)
    if event.status is EventStatus.OPEN:
        messages.queue(event_messages.cancelled(event, reason), told, now=now)
    return get_event(event_id, to=by, now=now)


def people_of(event_id: int) -> list[int]:
    """Everyone with a standing sign-up, confirmed or waiting."""
    return [row.person_id for row in SignUp.select(SignUp.person).where(SignUp.event == event_id, SignUp.is_held == 1)]
