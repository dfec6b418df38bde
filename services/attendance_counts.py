"""Attendance in numbers, and where each number comes from (features P3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

import peewee

from models.attendance import Attendance, AttendanceStatus
from models.organisations import Organisation
from models.party_days import MeetingKind, PartyDaySheet
from services import policies
from services.party_day_lists import is_expected

# What may count beside 实到, where the county says so.
COUNTABLE = {AttendanceStatus.ONLINE: "线上参加", AttendanceStatus.TAUGHT_AT_HOME: "上门送学"}


@dataclass(slots=True)
class Counts:
    """How many lines of each state, and how many of those expected and present have the vote."""

    by_status: dict[AttendanceStatus, int] = field(default_factory=lambda: dict.fromkeys(AttendanceStatus, 0))
    votes_expected: int = 0
    votes_present: int = 0

    @property
    def listed(self) -> int:
        return sum(self.by_status.values())

    @property
    def expected(self) -> int:
        """应到."""
        return sum(count for status, count in self.by_status.items() if is_expected(status))

    @property
    def come(self) -> int:
        """Who is here, in the room or on the line; observers are not counted."""
        return self.by_status[AttendanceStatus.PRESENT] + self.by_status[AttendanceStatus.ONLINE]

    def add(self, status: AttendanceStatus, count: int, votes: int, votes_here: int) -> None:
        self.by_status[status] += count
        self.votes_expected += votes if is_expected(status) else 0
        self.votes_present += votes_here if status is AttendanceStatus.PRESENT else 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One branch's sheet in numbers. A branch that was invited and has not joined has no list yet."""

    organisation: Organisation
    has_joined: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class Rate:
    """到会率 with its formula; `percent` (one decimal) is None while nobody is expected."""

    expected: int
    attended: int
    percent: float | None
    formula: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a vote could be held: only full members with the right to vote count."""

    with_vote_expected: int
    with_vote_present: int
    needed: int
    is_reached: bool


def sheets_of(party_day_ids: Iterable[int]) -> dict[int, list[Sheet]]:
    """Each Party day's sheets in numbers, by two queries for any number of days."""
    ids = list(party_day_ids)
    if not ids:
        return {}
    counts: dict[int, Counts] = {}
    for sheet_id, status, how_many, votes, votes_here in _grouped(ids):
        counts.setdefault(sheet_id, Counts()).add(AttendanceStatus(status), how_many, int(votes), int(votes_here))
    sheets: dict[int, list[Sheet]] = {}
    rows = PartyDaySheet.select(PartyDaySheet, Organisation).join(Organisation)
    for row in rows.where(PartyDaySheet.party_day.in_(ids)).order_by(PartyDaySheet.id):
        sheet = Sheet(row.organisation, row.joined_at is not None, counts.get(row.id) or Counts())
        sheets.setdefault(row.party_day_id, []).append(sheet)
    return sheets


def _grouped(party_day_ids: list[int]) -> Iterable[tuple[int, str, int, int, int]]:
    """Sheet, status, how many lines, how many of them with the vote, and with it in this room (no visit elsewhere)."""
    votes = peewee.fn.SUM(peewee.Case(None, [(Attendance.has_vote, 1)], 0))
    votes_here = peewee.fn.SUM(peewee.Case(None, [(Attendance.has_vote & Attendance.counted_from.is_null(), 1)], 0))
    rows = (
        Attendance.select(Attendance.sheet, Attendance.status, peewee.fn.COUNT(Attendance.id), votes, votes_here)
        .where(Attendance.party_day.in_(party_day_ids))
        .group_by(Attendance.sheet, Attendance.status)
        .tuples()
    )
    return cast(Iterable[tuple[int, str, int, int, int]], rows)


def total(sheets: Iterable[Sheet]) -> Counts:
    """All sheets together."""
    together = Counts()
    for sheet in sheets:
        for status, count in sheet.counts.by_status.items():
            together.by_status[status] += count
        together.votes_expected += sheet.counts.votes_expected
        together.votes_present += sheet.counts.votes_present
    return together


def totals_of(day_ids: list[int]) -> dict[int, Counts]:
    """The numbers of several Party days, over the branches that hold each."""
    return {day_id: total(sheet for sheet in found if sheet.has_joined) for day_id, found in sheets_of(day_ids).items()}


def counted_besides(organisation: Organisation, *, now: datetime.datetime) -> list[AttendanceStatus]:
    """What counts as attended beside present: the county decides, no branch for itself."""
    county = Organisation.get_by_id(organisation.ancestor_ids()[0])
    names = policies.value("party_day.counts_as_attended", county, now=now)
    return [status for status in COUNTABLE if status.value in names]


def rate_of(counts: Counts, besides: list[AttendanceStatus]) -> Rate:
    """到会率 = (实到 + what the county lets count) ÷ 应到. 补学 is shown beside it and changes nothing."""
    expected = counts.expected
    present = counts.by_status[AttendanceStatus.PRESENT]
    parts = [f"实到 {present}"] + [f"{COUNTABLE[status]} {counts.by_status[status]}" for status in besides]
    attended = present + sum(counts.by_status[status] for status in besides)
    percent = _percent(attended, expected)
    above = parts[0] if len(parts) == 1 else f"（{' + '.join(parts)}）"
    result = "没有应到人员，不计算" if percent is None else f"{percent}%"
    exempt, observers = counts.by_status[AttendanceStatus.EXEMPT], counts.by_status[AttendanceStatus.OBSERVER]
    formula = (
        f"到会率 = {above} ÷ 应到 {expected} = {result}；"
        f"应到 {expected} = 名单 {counts.listed} − 不计应到 {exempt} − 列席 {observers}"
    )
    return Rate(expected, attended, percent, formula)


def _percent(part: int, whole: int) -> float | None:
    """To one decimal, halves up."""
    return None if whole == 0 else int(Fraction(part * 1000, whole) + Fraction(1, 2)) / 10


def quorum_of(counts: Counts, kind: MeetingKind, organisation: Organisation, *, now: datetime.datetime) -> Quorum:
    """The least number with the vote who must be present: the kind's share, and always more than half."""
    percent = policies.value(f"party_day.quorum_{kind.value}", organisation, now=now)
    share = -(-counts.votes_expected * percent // 100)
    needed = max(share, counts.votes_expected // 2 + 1)
    is_reached = counts.votes_expected > 0 and counts.votes_present >= needed
    return Quorum(counts.votes_expected, counts.votes_present, needed, is_reached)


def counts_for(sheets: list[Sheet], organisation_ids: Iterable[int | None]) -> Counts:
    """The numbers someone looks at first: their own branch's sheet where it has one, else all together."""
    own = set(organisation_ids)
    mine = [sheet for sheet in sheets if sheet.organisation.id in own]
    return total(mine or sheets)
