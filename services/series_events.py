"""The events of a monthly series: put up by the worker, changed together (features E8).

An event of a series is an event like any other: changed or cancelled alone, its own people are told and nobody
else's. A change of the series reaches the events to come, except where one was already changed by itself.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, fields
from typing import Any

from models.alliances import Alliance
from models.events import Event, EventStatus
from models.organisations import Organisation
from models.people import Person
from models.series import Series, SeriesMonth
from models.unit_of_work import unit_of_work
from services import audit, policies
from services.editing import read_at
from services.errors import ChangedMeanwhile, WrongState
from services.event_changes import EventChanges, change_event
from services.events import add_event
from services.local_time import SHANGHAI, local_day
from services.permissions import Actor
from services.series import event_plan, events_of, hosts_of, instant_of, month_of, next_day, runnable_series
from services.texts import TextHeld

WORDS = ("title", "detail", "place")


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What changes for all to come; None leaves it as it is."""

    title: str | None = None
    detail: str | None = None
    place: str | None = None
    starts: str | None = None
    minutes: int | None = None


@dataclass(slots=True)
class Changed:
    """What a change of the series reached: events changed, and those left alone because they differ already."""

    changed: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)


def put_up_series_events(*, now: datetime.datetime) -> int:
    """Put up every series' next event that is near enough (policy); answers how many. Twice is once."""
    running = Series.select(Series, Organisation).join(Organisation).where(Series.ended_at.is_null())
    return sum(_put_up(series, now=now) for series in list(running))


@unit_of_work
def _put_up(series: Series, *, now: datetime.datetime) -> bool:
    day = next_day(series, now=now)
    days = policies.value("event.series_days_ahead", series.organisation, now=now)
    if day - local_day(now) > datetime.timedelta(days=days):
        return False
    month = month_of(day)
    if SeriesMonth.select().where(SeriesMonth.series == series.id, SeriesMonth.month == month).exists():
        return False
    if series.alliance_id and Alliance.get_by_id(series.alliance_id).has_ended(local_day(now)):
        return False  # it takes no new sign-ups; its series rests until somebody ends it
    plan = event_plan(series, instant_of(day, series.starts))
    host = host_in(series, hosts_of(series), month)
    made_by = Person.get_by_id(series.made_by_id)
    event = add_event(plan, host, status=EventStatus.OPEN, made_by=made_by, now=now)
    SeriesMonth.create(series=series, month=month, event=event)
    audit.record(
        "put_up_series_event", "event", event.id, by=None, origin="series", now=now, organisation_id=host.id,
        after={"series": series.id, "month": month},
    )  # fmt: skip
    return True


def host_in(series: Series, hosts: list[Organisation], month: str) -> Organisation:
    """Whose turn a month is: they follow each other from the first month on, whatever was cancelled."""
    return hosts[(_months(month) - _months(series.first_month)) % len(hosts)]


@unit_of_work
def change_series(
    series_id: int,
    change: SeriesChange,
    *,
    is_held: bool = False,
    is_released: bool = False,
    version: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Changed:
    """Change all to come: the pattern, and each event put up already that has not begun.

    A field that an event changed by itself stays as it is there. People signed up for a changed event are told
    through the event's own change. Raises NotAllowed, TextHeld, Invalid; with the `version` one has read,
    ChangedMeanwhile when somebody else changed it since.
    """
    series, seat = runnable_series(series_id, by=by)
    if is_held and not is_released:
        raise TextHeld()
    columns = {one.name: value for one in fields(change) if (value := getattr(change, one.name)) is not None}
    result = Changed()
    for _, event in reversed(events_of(series)):
        if is_to_come(event, now=now):
            _carry_into(event, series, columns, result, by, now=now)
    stored = Series.update(version=Series.version + 1, **columns).where(
        Series.id == series.id, Series.ended_at.is_null(), *read_at(Series.version, version)
    )
    if stored.execute() != 1:
        raise WrongState() if version is None else ChangedMeanwhile()
    audit.record(
        "change_series", "series", series.id, by=by, seat=seat, now=now, organisation_id=series.organisation_id,
        before={name: getattr(series, name) for name in columns},
        after={**columns, "events": result.changed, "kept": result.kept, "released": is_held},
    )  # fmt: skip
    return result


def is_to_come(event: Event, *, now: datetime.datetime) -> bool:
    """Whether a change of its series may still reach an event."""
    return event.starts_at > now and event.status is not EventStatus.CANCELLED


def _carry_into(
    event: Event, series: Series, columns: dict[str, Any], result: Changed, by: Actor, *, now: datetime.datetime
) -> None:
    changes: dict[str, Any] = {
        name: columns[name] for name in WORDS if name in columns and getattr(event, name) == getattr(series, name)
    }
    is_kept = any(name in columns and name not in changes for name in WORDS)
    if "starts" in columns or "minutes" in columns:
        if _has_times_of(event, series):
            starts_at = instant_of(local_day(event.starts_at), columns.get("starts", series.starts))
            minutes = columns.get("minutes", series.minutes)
            changes |= {"starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(minutes=minutes)}
        else:
            is_kept = True
    if changes:
        written: EventChanges = changes  # type: ignore[assignment]  # the names are checked above
        change_event(event.id, written, is_held=False, by=by, now=now)
        result.changed.append(event.id)
    if is_kept:
        result.kept.append(event.id)


def _has_times_of(event: Event, series: Series) -> bool:
    starts = f"{event.starts_at.astimezone(SHANGHAI):%H:%M}"
    return starts == series.starts and event.ends_at - event.starts_at == datetime.timedelta(minutes=series.minutes)


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])
