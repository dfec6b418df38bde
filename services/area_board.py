"""What is due in an area or an alliance, organisation by organisation and never person by person (features A13).

Reads only.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import peewee
from peewee import fn

from models.alliances import Alliance
from models.appointments import Appointment, Role
from models.audit import AuditEntry
from models.organisations import Area, AreaMembership, Organisation
from models.wishes import Wish, WishStatus
from services import meeting_watch, policies
from services.errors import NotAllowed
from services.local_time import local_day
from services.permissions import Actor
from services.wish_escalation import UNCLAIMED


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation. `quiet_days` is None while something happened lately."""

    organisation: Organisation
    wishes_to_verify: int
    wishes_unclaimed: int
    wishes_to_follow_up: int
    party_days_this_month: int
    last_at: datetime.datetime | None
    is_quiet: bool

    @property
    def is_due(self) -> bool:
        return bool(self.due) or self.is_quiet

    @property
    def due(self) -> int:
        return self.wishes_to_verify + self.wishes_unclaimed + self.wishes_to_follow_up


@dataclass(frozen=True, slots=True)
class Board:
    """`unclaimed` are the wishes that the lead was told of (services.wish_escalation), longest waiting first.

    They hang on the public wall, so the lead reads what everybody may.
    """

    area: Area
    lines: list[Line]
    unclaimed: list[Wish]


def boards_for(*, to: Actor, now: datetime.datetime) -> list[Board]:
    """The boards of the areas this person leads. Raises NotAllowed for anybody else."""
    ids = [seat.appointment_id for seat in to.seats if seat.role is Role.AREA_LEAD]
    if not ids:
        raise NotAllowed()
    seats = Appointment.select(Appointment, Area).join(Area).where(Appointment.id.in_(ids)).order_by(Area.id)
    areas = [seat.area for seat in seats if seat.area is not None]
    return [Board(area, _lines(area, now=now), _unclaimed(area)) for area in areas]


def _unclaimed(area: Area) -> list[Wish]:
    rows = Wish.select(Wish, Organisation).join(Organisation).join(AreaMembership)
    told = rows.where(AreaMembership.area == area.id, UNCLAIMED, Wish.area_told_at.is_null(False))
    return list(told.order_by(Wish.opened_at, Wish.id))


@dataclass(frozen=True, slots=True)
class AllianceBoard:
    alliance: Alliance
    lines: list[Line]


def alliance_boards_for(*, to: Actor, now: datetime.datetime) -> list[AllianceBoard]:
    """The work of the members of the alliances that this person leads; none for anybody else."""
    led = [seat.alliance_id for seat in to.seats if seat.role is Role.ALLIANCE_LEAD]
    today = local_day(now)
    rows = Alliance.select(Alliance, Organisation).join(Organisation).where(Alliance.id.in_(led or [0]))
    running = rows.where(Alliance.goes_on(today)).order_by(Alliance.id)
    return [AllianceBoard(each, _lines_of(each.members_on(today), each.township, now=now)) for each in running]


def _lines(area: Area, *, now: datetime.datetime) -> list[Line]:
    members = Organisation.select().join(AreaMembership).where(AreaMembership.area == area.id)
    return _lines_of(members, area.township, now=now)


def _lines_of(
    members: peewee.ModelSelect[Organisation], township: Organisation, *, now: datetime.datetime
) -> list[Line]:  # fmt: skip
    places = list(members.where(Organisation.closed_at.is_null()).order_by(Organisation.path))
    ids = [place.id for place in places]
    verify = _count_wishes(ids, Wish.status.in_((WishStatus.PENDING, WishStatus.HELD)))
    unclaimed_days = policies.value("wish.unclaimed_days", township, now=now)
    long_ago = now - datetime.timedelta(days=unclaimed_days)
    unclaimed = _count_wishes(ids, (Wish.status == WishStatus.OPEN) & (Wish.opened_at <= long_ago))
    silent = _count_wishes(
        ids, (Wish.status == WishStatus.AWAITING_CONFIRMATION) & Wish.follow_up_asked_at.is_null(False)
    )
    days, last = meeting_watch.count_party_days(ids, now=now), _last_acts(ids)
    quiet_since = now - datetime.timedelta(days=policies.value("area.quiet_days", township, now=now))
    return [
        Line(
            place,
            verify.get(place.id, 0),
            unclaimed.get(place.id, 0),
            silent.get(place.id, 0),
            days.get(place.id, 0),
            last.get(place.id),
            is_quiet=last.get(place.id) is None or last[place.id] < quiet_since,
        )
        for place in places
    ]


def _count_wishes(ids: list[int], condition: Any) -> dict[int, int]:
    rows = Wish.select(Wish.organisation, fn.COUNT(Wish.id)).where(Wish.organisation.in_(ids), condition)
    return _as_dict(rows.group_by(Wish.organisation).tuples())


def _last_acts(ids: list[int]) -> dict[int, datetime.datetime]:
    """When somebody last did something there, by the audit trail; what the system did by itself does not count."""
    rows = AuditEntry.select(AuditEntry.organisation_id, fn.MAX(AuditEntry.at)).where(
        AuditEntry.organisation_id.in_(ids), AuditEntry.actor_id.is_null(False)
    )
    return _as_dict(rows.group_by(AuditEntry.organisation_id).tuples())


def _as_dict(pairs: Any) -> dict[int, Any]:
    return dict(pairs.iterator())
