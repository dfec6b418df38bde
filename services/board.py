"""The public board (features F3, F4): what the organisations of a place do together. Nobody is named on it.

Everybody may look at it, so it is made of counts, dates and the names of organisations. Titles that people
typed are shown only when no known person's name stands in them.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from models.alliances import Alliance, AllianceMembership, AllianceType
from models.events import Audience, Event, EventStatus
from models.organisations import Organisation, OrganisationKind
from models.party_days import MeetingKind, PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Person
from models.wishes import Wish, WishStatus
from services import report_rows, trends
from services.errors import NotFound
from services.local_time import day_starts, local_day
from services.periods import Period
from services.trends import Figures

MOST_LINES = 6
SHORTEST_NAME = 2  # of a single character one would find a name in every title
WITHOUT_A_TITLE = "志愿服务活动"


@dataclass(frozen=True, slots=True)
class AllianceLine:
    """An alliance with today's members; its colour always stands beside its name."""

    name: str
    colour: str
    organisation_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    day: datetime.date
    organisation: str
    title: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class PartyDayLine:
    starts_at: datetime.datetime
    organisation: str


@dataclass(frozen=True, slots=True)
class Board:
    """`organisations` are those in some alliance, by id, in the order of the tree."""

    organisation: Organisation
    made_at: datetime.datetime
    alliances: list[AllianceLine]
    organisations: dict[int, str]
    fulfilled_this_month: int
    fulfilled_this_year: int
    waiting_wishes: int
    events: list[EventLine]
    events_this_month: int
    party_days: list[PartyDayLine]
    months: list[Figures]


def boards() -> list[Organisation]:
    """The townships that have a board."""
    is_township = Organisation.kind == OrganisationKind.TOWNSHIP
    return list(Organisation.select().where(is_township, Organisation.closed_at.is_null()).order_by(Organisation.id))


def make_board(township_id: int | None, *, now: datetime.datetime) -> Board:
    """A township's board, or without one the county's. Raises NotFound for what is neither."""
    place = _place(township_id)
    places = report_rows.places_within(place.path)
    alliances = _alliances(place, now)
    members = {organisation_id for alliance in alliances for organisation_id in alliance.organisation_ids}
    events = _events(places, _names(place), now)
    return Board(
        organisation=place,
        made_at=now,
        alliances=alliances,
        organisations={organisation_id: name for organisation_id, name in places.items() if organisation_id in members},
        fulfilled_this_month=_fulfilled(places, Period.month_of(local_day(now)).first_day),
        fulfilled_this_year=_fulfilled(places, datetime.date(local_day(now).year, 1, 1)),
        waiting_wishes=_wishes(places, Wish.status == WishStatus.OPEN),
        events=_next_first(events)[:MOST_LINES],
        events_this_month=len(events),
        party_days=_party_days(places, now),
        months=trends.monthly(place, now=now),
    )


def _place(township_id: int | None) -> Organisation:
    kind = OrganisationKind.COUNTY if township_id is None else OrganisationKind.TOWNSHIP
    found = Organisation.select().where(Organisation.kind == kind, Organisation.closed_at.is_null())
    if township_id is not None:
        found = found.where(Organisation.id == township_id)
    place: Organisation | None = found.order_by(Organisation.id).first()
    if place is None:
        raise NotFound()
    return place


def _alliances(place: Organisation, now: datetime.datetime) -> list[AllianceLine]:
    today = local_day(now)
    rows = (
        Alliance.select(Alliance, AllianceType)
        .join(AllianceType)
        .switch(Alliance)
        .join(Organisation, on=(Alliance.township == Organisation.id))
        .where(Organisation.path.startswith(place.path), Alliance.goes_on(today))
        .order_by(Alliance.id)
    )
    alliances = list(rows)
    members = _members([alliance.id for alliance in alliances], today)
    return [
        AllianceLine(alliance.name, alliance.type.colour, tuple(members.get(alliance.id, ()))) for alliance in alliances
    ]


def _members(alliance_ids: list[int], today: datetime.date) -> dict[int, list[int]]:
    rows: Any = (
        AllianceMembership.select(AllianceMembership.alliance, AllianceMembership.organisation)
        .where(AllianceMembership.alliance.in_(alliance_ids), AllianceMembership.holds_on(today))
        .order_by(AllianceMembership.organisation)
    )
    found: dict[int, list[int]] = {}
    for alliance_id, organisation_id in rows.tuples():
        found.setdefault(alliance_id, []).append(organisation_id)
    return found


def _fulfilled(places: Collection[int], first: datetime.date) -> int:
    return _wishes(places, (Wish.status == WishStatus.FULFILLED) & (Wish.closed_at >= day_starts(first)))


def _wishes(places: Collection[int], condition: Any) -> int:
    count: int = Wish.select().where(Wish.organisation.in_(list(places)), condition).count()
    return count


def _events(places: dict[int, str], names: Collection[str], now: datetime.datetime) -> list[EventLine]:
    """This month's events that everybody may come to, in order of time."""
    month = Period.month_of(local_day(now))
    rows = Event.select().where(
        Event.organisation.in_(list(places)),
        Event.status == EventStatus.OPEN,
        Event.audience == Audience.EVERYONE,
        Event.is_restricted == 0,
        Event.starts_at >= month.starts_at,
        Event.starts_at < month.ends_at,
    )
    return [
        EventLine(
            local_day(event.starts_at),
            places[event.organisation_id],
            without_names(event.title, names),
            event.ends_at <= now,
        )
        for event in rows.order_by(Event.starts_at, Event.id)
    ]


def _next_first(events: list[EventLine]) -> list[EventLine]:
    """What is still to come, then what is over, latest first."""
    coming = [event for event in events if not event.is_over]
    return coming + [event for event in reversed(events) if event.is_over]


def _party_days(places: dict[int, str], now: datetime.datetime) -> list[PartyDayLine]:
    rows = (
        PartyDaySheet.select(PartyDaySheet, PartyDay)
        .join(PartyDay)
        .where(
            PartyDaySheet.organisation.in_(list(places)),
            PartyDaySheet.joined_at.is_null(False),
            PartyDay.status == PartyDayStatus.PLANNED,
            PartyDay.kind == MeetingKind.PARTY_DAY,
            PartyDay.starts_at > now,
        )
        .order_by(PartyDay.starts_at, PartyDaySheet.id)
        .limit(MOST_LINES)
    )
    return [PartyDayLine(row.party_day.starts_at, places[row.organisation_id]) for row in rows]


def _names(place: Organisation) -> set[str]:
    """The names of everyone at home there, as titles are looked through for them."""
    rows: Any = Person.select(Person.name).join(Organisation).where(Organisation.path.startswith(place.path))
    return {name for (name,) in rows.tuples() if len(name) >= SHORTEST_NAME}


def without_names(title: str, names: Collection[str]) -> str:
    """The title, or a general word where somebody is named in it."""
    return WITHOUT_A_TITLE if any(name in title for name in names) else title
