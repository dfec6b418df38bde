"""What waits for a person's seats, each kind by its number: on the phone's first page and among the tools."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from models.appointments import Function
from models.complaints import Complaint, ComplaintStatus
from models.events import Event, EventStatus
from models.notices import Notice, NoticeKind, NoticeStatus
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDayStatus
from models.photos import Photo
from models.requests import Request
from models.wishes import Claim, ProgressNote, Wish, WishStatus
from services import leaves, photos, policies
from services.permissions import Actor, within


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for this person's seat: what, and how many."""

    kind: str
    count: int


def list_to_dos(*, to: Actor, now: datetime.datetime) -> list[ToDo]:
    """What waits for the actor, the most urgent kind first; only what their seats let them do (features I12)."""
    if not to.seats:  # as most people's: every first page asks
        return []
    waiting = []
    for kind, (function, count) in KINDS.items():
        paths = to.paths_for(function)
        number = count(paths, to, now) if paths else 0
        if number:
            waiting.append(ToDo(kind, number))
    return waiting


def _wishes_to_verify(paths: list[str], _to: Actor, _now: datetime.datetime) -> int:
    unverified = Wish.status.in_((WishStatus.PENDING, WishStatus.HELD))
    return int(Wish.select().join(Organisation).where(within(paths), unverified).count())


def _held_notes(paths: list[str], _to: Actor, _now: datetime.datetime) -> int:
    rows = ProgressNote.select().join(Claim).join(Wish).join(Organisation)
    return int(rows.where(within(paths), ProgressNote.is_held).count())


def _wishes_to_follow_up(paths: list[str], _to: Actor, _now: datetime.datetime) -> int:
    asked = (Wish.status == WishStatus.AWAITING_CONFIRMATION) & Wish.follow_up_asked_at.is_null(False)
    return int(Wish.select().join(Organisation).where(within(paths), asked).count())


def _requests(paths: list[str], _to: Actor, _now: datetime.datetime) -> int:
    return int(Request.select().join(Organisation).where(within(paths), Request.is_waiting == 1).count())


def _complaints(paths: list[str], _to: Actor, _now: datetime.datetime) -> int:
    is_open = Complaint.status == ComplaintStatus.OPEN
    return int(Complaint.select().join(Organisation).where(within(paths), is_open).count())


def _photos(paths: list[str], _to: Actor, now: datetime.datetime) -> int:
    return int(Photo.select().join(Organisation).where(within(paths), photos.awaits_person(now=now)).count())


def _leaves(_paths: list[str], to: Actor, now: datetime.datetime) -> int:
    return len(leaves.leaves_to_decide(to=to, now=now))


def _party_days_to_publish(paths: list[str], _to: Actor, now: datetime.datetime) -> int:
    """Drafts that begin soon, each by its own branch's policy."""
    drafts = (
        PartyDay.select(PartyDay, Organisation)
        .join(Organisation)
        .where(within(paths), PartyDay.status == PartyDayStatus.DRAFT, PartyDay.starts_at > now)
    )
    return sum(day.starts_at <= now + _ahead(day, now) for day in drafts)


def _ahead(day: PartyDay, now: datetime.datetime) -> datetime.timedelta:
    return datetime.timedelta(days=policies.value("party_day.publish_days", day.organisation, now=now))


def _held_events(paths: list[str], _to: Actor, now: datetime.datetime) -> int:
    held = (Event.status == EventStatus.HELD) & (Event.starts_at > now)
    return int(Event.select().join(Organisation).where(within(paths), held).count())


def _held_notices(paths: list[str], _to: Actor, _now: datetime.datetime) -> int:
    waiting = Notice.status.in_((NoticeStatus.HELD, NoticeStatus.PAUSED)) & (Notice.kind == NoticeKind.MASS)
    return int(Notice.select().join(Organisation).where(within(paths), waiting).count())


def _notices_to_approve(paths: list[str], to: Actor, _now: datetime.datetime) -> int:
    """Those that wait for a second person, who is not their author."""
    waiting = (Notice.status == NoticeStatus.AWAITING_APPROVAL) & (Notice.author != to.person.id)
    return int(Notice.select().join(Organisation).where(within(paths), waiting).count())


KINDS: dict[str, tuple[Function, Callable[[list[str], Actor, datetime.datetime], int]]] = {
    "decide_leaves": (Function.RUN_PARTY_DAYS, _leaves),
    "verify_wishes": (Function.VERIFY_WISHES, _wishes_to_verify),
    "read_notes": (Function.VERIFY_WISHES, _held_notes),
    "decide_requests": (Function.DECIDE_REQUESTS, _requests),
    "answer_complaints": (Function.ANSWER_COMPLAINTS, _complaints),
    "release_photos": (Function.RELEASE_PHOTOS, _photos),
    "publish_party_days": (Function.RUN_PARTY_DAYS, _party_days_to_publish),
    "release_events": (Function.RUN_EVENTS, _held_events),
    "approve_notices": (Function.SEND_NOTICES, _notices_to_approve),
    "release_notices": (Function.SEND_NOTICES, _held_notices),
    "follow_up_wishes": (Function.FOLLOW_UP_WISHES, _wishes_to_follow_up),
}
