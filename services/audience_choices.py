"""Whom one may choose for a notice: the organisations, alliances, events and Party days of one's seats."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models.alliances import Alliance, AllianceMembership
from models.appointments import Function, Role
from models.events import Event, EventStatus
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet, PartyDayStatus
from services.audience_reach import Audience, sender_of
from services.errors import NotAllowed, NotFound
from services.local_time import local_day
from services.permissions import Actor, within

MOST_GATHERINGS = 20
# What is over can still be thanked for.
LOOK_BACK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Choices:
    organisations: list[Organisation]
    alliances: list[Alliance]
    events: list[Event]
    party_days: list[PartyDay]


def list_choices(
    *, to: Actor, event_id: int | None = None, party_day_id: int | None = None, now: datetime.datetime
) -> Choices:
    """What the actor may address; raises NotAllowed for someone who sends no notices.

    An event or Party day asked for by name is among it, however long over, as long as they may address it.
    """
    paths = to.paths_for(Function.SEND_NOTICES)
    leads = [seat.alliance_id for seat in to.seats if seat.role is Role.ALLIANCE_LEAD]
    if not paths and not leads:
        raise NotAllowed()
    events = _events(to.paths_for(Function.RUN_EVENTS) if paths else [], now)
    if _is_missed(event_id, events, Audience(event_id=event_id), to=to, now=now):
        events.append(Event.get_by_id(event_id))
    party_days = _party_days(to.paths_for(Function.RUN_PARTY_DAYS) if paths else [], now)
    if _is_missed(party_day_id, party_days, Audience(party_day_id=party_day_id), to=to, now=now):
        party_days.append(PartyDay.get_by_id(party_day_id))
    return Choices(
        organisations=list(
            Organisation.select()
            .where(within(paths), Organisation.closed_at.is_null())
            .order_by(Organisation.path)
        ),
        alliances=_alliances(paths, leads, now),
        events=events,
        party_days=party_days,
    )  # fmt: skip


def _is_missed(
    asked: int | None, found: Sequence[Event | PartyDay], audience: Audience, *, to: Actor, now: datetime.datetime
) -> bool:
    """Whether what was asked for by name is not among the found, and the actor may address it."""
    if asked is None or asked in [each.id for each in found]:
        return False
    try:
        sender_of(audience, by=to, now=now)
    except (NotAllowed, NotFound):
        return False
    return True


def _alliances(paths: list[str], leads: list[int | None], now: datetime.datetime) -> list[Alliance]:
    """Those whose members include one of the actor's organisations, and those they lead."""
    today = local_day(now)
    joined = (
        AllianceMembership.select(AllianceMembership.alliance)
        .join(Organisation)
        .where(within(paths), AllianceMembership.holds_on(today))
    )
    mine = Alliance.id.in_(joined) | Alliance.id.in_(leads or [0])
    return list(Alliance.select().where(mine, Alliance.goes_on(today)).order_by(Alliance.id))


def _events(paths: list[str], now: datetime.datetime) -> list[Event]:
    running = (Event.status == EventStatus.OPEN) & (Event.ends_at > now - LOOK_BACK)
    found = Event.select().join(Organisation).where(within(paths), running).order_by(Event.starts_at, Event.id)
    return list(found.limit(MOST_GATHERINGS))


def _party_days(paths: list[str], now: datetime.datetime) -> list[PartyDay]:
    kept = PartyDaySheet.select(PartyDaySheet.party_day).join(Organisation).where(within(paths))
    called = PartyDay.status.in_((PartyDayStatus.PLANNED, PartyDayStatus.CLOSED))
    found = PartyDay.select().where(PartyDay.id.in_(kept), called, PartyDay.ends_at > now - LOOK_BACK)
    return list(found.order_by(PartyDay.starts_at, PartyDay.id).limit(MOST_GATHERINGS))
