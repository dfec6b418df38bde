"""The source rows that reports, trends and the board are counted from; nobody's name is among them."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import peewee

from models.events import Event, EventStatus
from models.hours import HoursEntry
from models.meetings import MeetingDate
from models.notices import Delivery, DeliveryStatus, Notice, NoticeKind, NoticeStatus
from models.organisations import Organisation
from models.party_days import MeetingKind, PartyDay, PartyDayStatus
from models.sign_ups import Attendance as EventAttendance
from models.sign_ups import SignUp
from models.wishes import Wish, WishStatus
from services.attendance_counts import Counts, sheets_of
from services.local_time import local_day

HELD = (PartyDayStatus.PLANNED, PartyDayStatus.CLOSED)
STANDING = (NoticeStatus.EXPANDING, NoticeStatus.SENT)


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant up to, but not at, another; and what the clock says: nothing counts before it is over."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    now: datetime.datetime


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One branch's sheet of one Party day or meeting that is over."""

    party_day_id: int
    day: datetime.date
    organisation_id: int
    title: str
    kind: MeetingKind
    counts: Counts


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """That a branch met on a day, without a sheet."""

    day: datetime.date
    organisation_id: int
    kind: MeetingKind


@dataclass(frozen=True, slots=True)
class WishRow:
    """`fulfilled_after` is in days from the asking to the closing, None for one that is not fulfilled."""

    organisation_id: int
    status: WishStatus
    made_at: datetime.datetime
    closed_at: datetime.datetime | None

    @property
    def fulfilled_after(self) -> float | None:
        if self.status is not WishStatus.FULFILLED or self.closed_at is None:
            return None
        return (self.closed_at - self.made_at) / datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event that is over, how many came, and the minutes that the ledger says of it."""

    event_id: int
    day: datetime.date
    organisation_id: int
    title: str
    attended: int
    minutes: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice that is out; `reached` were reached by WeChat, have read it or were told."""

    notice_id: int
    day: datetime.date
    organisation_id: int
    title: str
    people: int
    delivered: int
    reached: int


def places_within(path: str) -> dict[int, str]:
    """The organisation of that path and those below it: id to name, in the order of the tree."""
    rows = Organisation.select().where(Organisation.path.startswith(path))
    return {row.id: row.name for row in sorted(rows, key=Organisation.ancestor_ids)}


def sheet_rows(places: Collection[int], span: Span) -> list[SheetRow]:
    """Each branch's sheet of each Party day or meeting of the span, oldest first."""
    rows = PartyDay.select().where(
        PartyDay.status.in_(HELD),
        PartyDay.starts_at >= span.starts_at,
        PartyDay.starts_at < span.ends_at,
        PartyDay.ends_at <= span.now,
    )
    days = {day.id: day for day in rows.order_by(PartyDay.starts_at, PartyDay.id)}
    sheets = sheets_of(days)
    return [
        SheetRow(day.id, local_day(day.starts_at), sheet.organisation.id, day.title, day.kind, sheet.counts)
        for day in days.values()
        for sheet in sheets.get(day.id, [])
        if sheet.has_joined and sheet.organisation.id in places
    ]


def meeting_rows(places: Collection[int], span: Span) -> list[MeetingRow]:
    """Meetings whose roll is kept on paper, by the dates that were noted, oldest first."""
    rows: Any = (
        MeetingDate.select(MeetingDate.held_on, MeetingDate.organisation, MeetingDate.kind)
        .where(
            MeetingDate.held_on >= local_day(span.starts_at),
            MeetingDate.held_on < local_day(span.ends_at),
            MeetingDate.held_on <= local_day(span.now),
        )
        .order_by(MeetingDate.held_on, MeetingDate.id)
    )
    return [MeetingRow(*row) for row in rows.tuples() if row[1] in places]


def wish_rows(places: Collection[int], span: Span) -> list[WishRow]:
    """Wishes made or closed in the span."""
    made = (Wish.created_at >= span.starts_at) & (Wish.created_at < span.ends_at)
    closed = (Wish.closed_at >= span.starts_at) & (Wish.closed_at < span.ends_at)
    rows: Any = (
        Wish.select(Wish.organisation, Wish.status, Wish.created_at, Wish.closed_at)
        .where(made | closed, Wish.status != WishStatus.DRAFT)
        .order_by(Wish.id)
    )
    return [WishRow(*row) for row in rows.tuples() if row[0] in places]


def event_rows(places: Collection[int], span: Span) -> list[EventRow]:
    """Events of the span that took place, oldest first."""
    rows = Event.select().where(
        Event.status == EventStatus.OPEN,
        Event.starts_at >= span.starts_at,
        Event.starts_at < span.ends_at,
        Event.ends_at <= span.now,
    )
    events = [event for event in rows.order_by(Event.starts_at, Event.id) if event.organisation_id in places]
    ids = [event.id for event in events]
    came = _by_event(
        SignUp.select(SignUp.event, peewee.fn.COUNT(SignUp.id)).where(
            SignUp.event.in_(ids), SignUp.attendance == EventAttendance.ATTENDED
        ),
        SignUp.event,
    )
    minutes = _by_event(
        HoursEntry.select(HoursEntry.event, peewee.fn.SUM(HoursEntry.minutes)).where(HoursEntry.event.in_(ids)),
        HoursEntry.event,
    )
    return [
        EventRow(
            event.id,
            local_day(event.starts_at),
            event.organisation_id,
            event.title,
            came.get(event.id, 0),
            minutes.get(event.id, 0),
        )
        for event in events
    ]


def _by_event(query: Any, column: Any) -> dict[int, int]:
    return {event_id: int(number or 0) for event_id, number in query.group_by(column).tuples()}


def notice_rows(places: Collection[int], span: Span) -> list[NoticeRow]:
    """Notices that went out in the span and stand, oldest first; withdrawn and corrected ones are left out."""
    rows = Notice.select().where(
        Notice.kind == NoticeKind.MASS,
        Notice.status.in_(STANDING),
        Notice.sent_at >= span.starts_at,
        Notice.sent_at < span.ends_at,
    )
    notices = [notice for notice in rows.order_by(Notice.sent_at, Notice.id) if notice.organisation_id in places]
    reach = _reach([notice.id for notice in notices])
    return [
        NoticeRow(
            notice.id,
            local_day(notice.told_at),
            notice.organisation_id or 0,  # it has one, or it would not be in these places
            notice.title,
            *reach.get(notice.id, (0, 0, 0)),
        )
        for notice in notices
    ]


def _reach(notice_ids: list[int]) -> dict[int, tuple[int, int, int]]:
    is_delivered = Delivery.status == DeliveryStatus.DELIVERED
    is_reached = is_delivered | Delivery.read_at.is_null(False) | Delivery.told_at.is_null(False)
    rows: Any = (
        Delivery.select(
            Delivery.notice,
            peewee.fn.COUNT(Delivery.id),
            peewee.fn.SUM(peewee.Case(None, [(is_delivered, 1)], 0)),
            peewee.fn.SUM(peewee.Case(None, [(is_reached, 1)], 0)),
        )
        .where(Delivery.notice.in_(notice_ids))
        .group_by(Delivery.notice)
    )
    return {
        notice_id: (people, int(delivered), int(reached)) for notice_id, people, delivered, reached in rows.tuples()
    }
