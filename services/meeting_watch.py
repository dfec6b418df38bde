"""What a branch is due to meet for, and by when (frequency watch, features P2).

A kind is due once in so many calendar months (policy `meeting.…_months`), counted from January: with 3, once a
quarter. What counts: a Party day or meeting that has begun and was not called off, of the branch or joined by
it, and a date noted for paper (services.meeting_dates). Groups are due one by one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import peewee

from models.appointments import Function
from models.meetings import MeetingDate
from models.organisations import Group, Organisation, OrganisationKind
from models.party_days import MeetingKind, PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Person, Standing
from services import policies
from services.local_time import day_starts, local_day
from services.permissions import Actor, within

# Kinds that satisfy another's rule: an election is held by a members' meeting.
COUNTS_AS = {MeetingKind.ELECTION: MeetingKind.MEMBERS_MEETING}
WATCHED = tuple(kind for kind in MeetingKind if kind not in COUNTS_AS)
BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)


class DueState(StrEnum):
    HELD = "held"
    PLANNED = "planned"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Period:
    """Some whole calendar months: `first` to `last`, local days."""

    first: datetime.date
    last: datetime.date

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of one branch (or of one group of it) in the present period.

    `on` is when it was held last or will be held next within the period. `was_missed`: the period before has none.
    """

    kind: MeetingKind
    group: Group | None
    period: Period
    state: DueState
    on: datetime.date | None
    was_missed: bool


@dataclass(frozen=True, slots=True)
class BranchWatch:
    organisation: Organisation
    dues: list[Due]

    @property
    def open_dues(self) -> list[Due]:
        return [due for due in self.dues if due.state is DueState.DUE]


Key = tuple[int, MeetingKind, int]  # organisation, kind, group (0: all)


def watch(*, to: Actor, now: datetime.datetime, after_id: int = 0, limit: int = 20) -> list[BranchWatch]:
    """What is due in each branch that the actor runs Party days for, in the order of their ids."""
    branches = list(
        Organisation.select()
        .where(
            within(to.paths_for(Function.RUN_PARTY_DAYS)),
            Organisation.kind.in_(BRANCHES),
            Organisation.closed_at.is_null(),
            Organisation.id > after_id,
        )
        .order_by(Organisation.id)
        .limit(limit)
    )
    return watch_branches(branches, now=now)


def watch_branches(branches: list[Organisation], *, now: datetime.datetime) -> list[BranchWatch]:
    """The same for given branches, by the same few queries however many there are."""
    ids = [branch.id for branch in branches]
    if not ids:
        return []
    held = _days_of(ids, now=now)
    groups: dict[int, list[Group]] = {}
    for group in Group.select().where(Group.organisation.in_(ids)).order_by(Group.id):
        groups.setdefault(group.organisation_id, []).append(group)
    lengths = _lengths(branches, now=now)
    return [
        BranchWatch(branch, _dues(branch, groups.get(branch.id, []), lengths[branch.id], held, now=now))
        for branch in branches
    ]


def _lengths(branches: list[Organisation], *, now: datetime.datetime) -> dict[int, dict[MeetingKind, int]]:
    """For each branch the kinds it is watched for, and once in how many months."""
    of_kind = {kind: policies.values(f"meeting.{kind.value}_months", branches, now=now) for kind in WATCHED}
    members = _full_members([branch.id for branch in branches])
    committee_from = policies.values("meeting.committee_from", branches, now=now)
    lengths = {}
    for place, branch in enumerate(branches):
        months = {kind: values[place] for kind, values in of_kind.items() if values[place] > 0}
        if members.get(branch.id, 0) < committee_from[place]:
            months.pop(MeetingKind.COMMITTEE_MEETING, None)
        lengths[branch.id] = months
    return lengths


def _dues(
    branch: Organisation,
    groups: list[Group],
    lengths: dict[MeetingKind, int],
    held: dict[Key, list[datetime.date]],
    *,
    now: datetime.datetime,
) -> list[Due]:
    created_on, today = local_day(branch.created_at), local_day(now)
    dues = []
    for kind, months in lengths.items():
        of_whom: list[Group | None] = [*groups] if kind is MeetingKind.GROUP_MEETING else [None]
        for group in of_whom:
            days = held.get((branch.id, kind, group.id if group else 0), [])
            dues.append(due_of(kind, group, days, months, created_on=created_on, today=today))
    return dues


def due_of(
    kind: MeetingKind,
    group: Group | None,
    days: Iterable[datetime.date],
    months: int,
    *,
    created_on: datetime.date,
    today: datetime.date,
) -> Due:
    """Weigh the days on which it was or will be held against the present period and the one before.

    A branch that was not yet there in all of the period before has missed nothing.
    """
    days = sorted(days)
    now = period_of(today, months)
    before = period_of(now.first - datetime.timedelta(days=1), months)
    held = [day for day in days if day in now and day <= today]
    planned = [day for day in days if day in now and day > today]
    state = DueState.HELD if held else DueState.PLANNED if planned else DueState.DUE
    was_missed = created_on <= before.first and not any(day in before for day in days)
    return Due(kind, group, now, state, held[-1] if held else planned[0] if planned else None, was_missed)


def period_of(day: datetime.date, months: int) -> Period:
    """The period of so many months that a day lies in."""
    start = (day.year * 12 + day.month - 1) // months * months
    return Period(_first_of(start), _first_of(start + months) - datetime.timedelta(days=1))


def _first_of(month: int) -> datetime.date:
    """The first day of a month counted from year 0."""
    return datetime.date(month // 12, month % 12 + 1, 1)


def _full_members(ids: list[int]) -> dict[int, int]:
    rows: Any = (
        Person.select(Person.home, peewee.fn.COUNT(Person.id))
        .where(
            Person.home.in_(ids), Person.is_on_roster, Person.standing == Standing.MEMBER, Person.merged_into.is_null()
        )
        .group_by(Person.home)
        .tuples()
    )
    return dict(rows)


def count_party_days(organisation_ids: list[int], *, now: datetime.datetime) -> dict[int, int]:
    """How many Party days each branch had or has called this month: its own, joined ones, those noted from paper."""
    today = local_day(now)
    found: dict[int, int] = {}
    for (organisation_id, kind, _), days in _days_of(organisation_ids, now=now).items():
        if kind is MeetingKind.PARTY_DAY:
            found[organisation_id] = sum((day.year, day.month) == (today.year, today.month) for day in days)
    return found


def _days_of(ids: list[int], *, now: datetime.datetime) -> dict[Key, list[datetime.date]]:
    """On which days each branch met or will meet, for the longest period and the one before."""
    since = datetime.date(local_day(now).year - 2, 1, 1)
    found: dict[Key, list[datetime.date]] = {}
    called = (
        PartyDaySheet.select(PartyDaySheet, PartyDay)
        .join(PartyDay)
        .where(
            PartyDaySheet.organisation.in_(ids),
            PartyDaySheet.joined_at.is_null(False),
            PartyDay.status.in_((PartyDayStatus.PLANNED, PartyDayStatus.CLOSED)),
            PartyDay.starts_at >= day_starts(since),
        )
    )
    for sheet in called:
        day = sheet.party_day
        kind = COUNTS_AS.get(day.kind, day.kind)
        found.setdefault((sheet.organisation_id, kind, day.group_id or 0), []).append(local_day(day.starts_at))
    for noted in MeetingDate.select().where(MeetingDate.organisation.in_(ids), MeetingDate.held_on >= since):
        kind = COUNTS_AS.get(noted.kind, noted.kind)
        found.setdefault((noted.organisation_id, kind, noted.group_number), []).append(noted.held_on)
    return found
