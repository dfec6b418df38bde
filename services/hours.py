"""The ledger of service hours: entries are added, never changed; a total is their sum (features E14, E16)."""

from __future__ import annotations

import datetime
from typing import Any

import peewee

from models.events import Event
from models.hours import HoursEntry, HoursKind
from models.people import Person
from services import policies
from services.permissions import Actor


def minutes_served(
    event: Event, came_at: datetime.datetime, left_at: datetime.datetime, *, now: datetime.datetime
) -> int:
    """The minutes between coming and leaving that lie within the planned time, in full steps of the policy."""
    first, last = max(came_at, event.starts_at), min(left_at, event.ends_at)
    minutes = max(0, int((last - first).total_seconds() // 60))
    step = max(1, policies.value("hours.rounding_minutes", event.organisation, now=now))
    return minutes - minutes % int(step)


def settle(
    event: Event, person_id: int, minutes: int, *, by: Actor | None, reason: str = "", now: datetime.datetime
) -> None:
    """Let the ledger say so many minutes for a person at an event, inside the caller's unit of work.

    Nothing is written when it says so already. Another figure is corrected by an entry that takes the old
    one back and, unless it is zero, one with the new. The unique number refuses a rival's correction.
    """
    entries = list(
        HoursEntry.select()
        .where(HoursEntry.event == event.id, HoursEntry.person == person_id)
        .order_by(HoursEntry.number)
    )
    total = sum(entry.minutes for entry in entries)
    if total == minutes:
        return
    columns = {
        "event": event, "person": person_id, "recorded_by": by.person if by else None, "recorded_at": now,
        "reason": reason,
    }  # fmt: skip
    number = len(entries)
    if total:
        number += 1
        standing = [entry for entry in entries if entry.kind is HoursKind.ACTUAL][-1]
        HoursEntry.create(number=number, kind=HoursKind.REVERSAL, minutes=-total, reverses=standing, **columns)
    if minutes:
        HoursEntry.create(number=number + 1, kind=HoursKind.ACTUAL, minutes=minutes, **columns)


def minutes_at(event_id: int, person_id: int) -> int | None:
    """A person's minutes at one event as the ledger stands; None while it says nothing."""
    entries = HoursEntry.select(peewee.fn.SUM(HoursEntry.minutes))
    total = entries.where(HoursEntry.event == event_id, HoursEntry.person == person_id).scalar()
    return None if total is None else int(total)


def total_minutes(person: Person) -> int:
    """All the minutes a person has served."""
    total = HoursEntry.select(peewee.fn.SUM(HoursEntry.minutes)).where(HoursEntry.person == person.id).scalar()
    return int(total or 0)


def minutes_of_each(event: Event) -> dict[int, int]:
    """What the ledger says of an event: minutes of each person it has an entry for."""
    rows: Any = (
        HoursEntry.select(HoursEntry.person, peewee.fn.SUM(HoursEntry.minutes))
        .where(HoursEntry.event == event.id)
        .group_by(HoursEntry.person)
        .tuples()
    )
    return {person_id: int(minutes) for person_id, minutes in rows}


def list_hours(*, to: Actor, before_id: int | None = None, limit: int = 20) -> list[HoursEntry]:
    """My entries with their events, newest first; `before_id` continues after the last one seen."""
    query = HoursEntry.select(HoursEntry, Event).join(Event).where(HoursEntry.person == to.person.id)
    if before_id is not None:
        query = query.where(HoursEntry.id < before_id)
    return list(query.order_by(HoursEntry.id.desc()).limit(limit))
