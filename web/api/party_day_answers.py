"""How a Party day is shown to a person: their own line, their branch's numbers, the other sheets' totals."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from models.appointments import Function
from models.attendance import Attendance, AttendanceStatus, Leave, LeaveStatus, MakeUp
from models.party_days import CheckInWay, MeetingKind, PartyDay, PartyDayStatus
from services import attendance_counts, audit, check_ins, leaves
from services.attendance_counts import Counts, Sheet
from services.permissions import Actor
from web.api.schemas import Answer, Instant, OrganisationRef
from web.lifecycle import utc_now


class CountsAnswer(Answer):
    not_yet: int = Field(examples=[3])
    present: int = Field(examples=[18])
    online: int
    on_leave: int
    absent: int
    made_up: int = Field(description="Shown beside the rate, which it does not change")
    taught_at_home: int
    exempt: int
    observer: int


class RateAnswer(Answer):
    expected: int = Field(description="应到: on the list without exempt and observer", examples=[25])
    attended: int = Field(description="Present, and what the county lets count", examples=[18])
    percent: float | None = Field(description="To one decimal; null while nobody is expected", examples=[72.0])
    formula: str = Field(examples=["到会率 = 实到 18 ÷ 应到 25 = 72.0%；应到 25 = 名单 28 − 不计应到 2 − 列席 1"])


class QuorumAnswer(Answer):
    with_vote_expected: int = Field(description="Full members with the right to vote", examples=[20])
    with_vote_present: int = Field(examples=[15])
    needed: int = Field(description="By the kind of meeting (policy), always more than half", examples=[11])
    is_reached: bool


class SheetAnswer(Answer):
    organisation: OrganisationRef
    has_joined: bool = Field(description="False while an invited branch has not answered")
    counts: CountsAnswer
    rate: RateAnswer


class LeaveAnswer(Answer):
    status: LeaveStatus
    reason: str = Field(description="For the member and their secretary only")
    asked_at: Instant
    decided_at: Instant | None
    decision_reason: str
    acted_by: str = Field(description="由谁代办: who asked on the member's behalf", examples=["王小禾"])


class MakeUpAnswer(Answer):
    due_at: Instant
    note: str
    handed_in_at: Instant | None
    confirmed_at: Instant | None


class MyAttendanceAnswer(Answer):
    status: AttendanceStatus
    checked_in_at: Instant | None
    can_check_in: bool = Field(description="The door is open and I am not in yet")
    can_ask_leave: bool
    leave: LeaveAnswer | None
    make_up: MakeUpAnswer | None


class PartyDayAnswer(Answer):
    id: int
    title: str = Field(examples=["12月主题党日：学习基层治理"])
    kind: MeetingKind
    status: PartyDayStatus
    organisation: OrganisationRef = Field(description="The host")
    place: str = Field(examples=["东坑村党群服务中心"])
    material: str = Field(description="What is studied, also by those who make it up")
    check_in: CheckInWay
    opens_at: Instant = Field(description="From then on people can check in")
    starts_at: Instant
    ends_at: Instant
    mine: MyAttendanceAnswer | None = Field(description="My line; null when I am not on the list")
    counts: CountsAnswer = Field(description="My branch's sheet; all together where it has none")
    rate: RateAnswer
    sheets: list[SheetAnswer] = Field(description="One per branch; more than one when it is joint")
    can_run: bool = Field(description="I keep one of the sheets")
    quorum: QuorumAnswer | None = Field(None, description="Only in get_party_day")


@dataclass(slots=True)
class _Seen:
    """What a list of Party days needs to know, read in one go."""

    sheets: dict[int, list[Sheet]]
    lines: dict[int, Attendance]
    leaves: dict[int, Leave]
    make_ups: dict[int, MakeUp]
    besides: dict[int, list[AttendanceStatus]]


def present_party_days(found: list[PartyDay], *, to: Actor) -> list[PartyDayAnswer]:
    """A list's Party days, by the same few queries however many there are."""
    seen = _look(found, to)
    return [_present(day, seen, to) for day in found]


def present_one(day: PartyDay, *, to: Actor) -> PartyDayAnswer:
    """One Party day, with the quorum of a vote."""
    seen = _look([day], to)
    answer = _present(day, seen, to)
    counts = _counts_for(day, seen, to)
    quorum = attendance_counts.quorum_of(counts, day.kind, day.organisation, now=utc_now())
    answer.quorum = QuorumAnswer.model_validate(quorum, from_attributes=True)
    return answer


def _look(found: list[PartyDay], to: Actor) -> _Seen:
    ids = [day.id for day in found]
    mine = Attendance.select().where(Attendance.party_day.in_(ids), Attendance.person == to.person.id)
    lines = {line.party_day_id: line for line in mine} if ids else {}
    line_ids = [line.id for line in lines.values()]
    leaves = Leave.select().where(Leave.attendance.in_(line_ids)) if line_ids else []
    tasks = MakeUp.select().where(MakeUp.attendance.in_(line_ids)) if line_ids else []
    counties = {day.organisation.ancestor_ids()[0]: day.organisation for day in found}
    return _Seen(
        sheets=attendance_counts.sheets_of(ids),
        lines=lines,
        leaves={leave.attendance_id: leave for leave in leaves},
        make_ups={task.attendance_id: task for task in tasks},
        besides={
            county: attendance_counts.counted_besides(organisation, now=utc_now())
            for county, organisation in counties.items()
        },
    )


def _present(day: PartyDay, seen: _Seen, to: Actor) -> PartyDayAnswer:
    besides = seen.besides[day.organisation.ancestor_ids()[0]]
    sheets = seen.sheets.get(day.id, [])
    counts = _counts_for(day, seen, to)
    return PartyDayAnswer(
        id=day.id,
        title=day.title,
        kind=day.kind,
        status=day.status,
        organisation=OrganisationRef(id=day.organisation_id, name=day.organisation.name),
        place=day.place,
        material=day.material,
        check_in=day.check_in,
        opens_at=day.opens_at,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        mine=_mine(day, seen),
        counts=present_counts(counts),
        rate=_rate(counts, besides),
        sheets=[_sheet(sheet, besides) for sheet in sheets],
        can_run=any(to.may(Function.RUN_PARTY_DAYS, sheet.organisation) for sheet in sheets),
    )


def _counts_for(day: PartyDay, seen: _Seen, to: Actor) -> Counts:
    """My branch's sheet first: that of a seat of mine, of my home, else all together."""
    own = {to.person.home_id} | {seat.organisation_id for seat in to.seats}
    return attendance_counts.counts_for(seen.sheets.get(day.id, []), own)


def _sheet(sheet: Sheet, besides: list[AttendanceStatus]) -> SheetAnswer:
    return SheetAnswer(
        organisation=OrganisationRef(id=sheet.organisation.id, name=sheet.organisation.name),
        has_joined=sheet.has_joined,
        counts=present_counts(sheet.counts),
        rate=_rate(sheet.counts, besides),
    )


def present_counts(counts: Counts) -> CountsAnswer:
    return CountsAnswer(**{status.value: count for status, count in counts.by_status.items()})


def _rate(counts: Counts, besides: list[AttendanceStatus]) -> RateAnswer:
    return RateAnswer.model_validate(attendance_counts.rate_of(counts, besides), from_attributes=True)


def _mine(day: PartyDay, seen: _Seen) -> MyAttendanceAnswer | None:
    line, now = seen.lines.get(day.id), utc_now()
    if line is None:
        return None
    leave, task = seen.leaves.get(line.id), seen.make_ups.get(line.id)
    return MyAttendanceAnswer(
        status=line.status,
        checked_in_at=line.checked_in_at,
        can_check_in=check_ins.can_check_in(day, line, now=now),
        can_ask_leave=leaves.can_ask_leave(day, line, leave, now=now),
        leave=present_leave(leave) if leave else None,
        make_up=present_make_up(task) if task else None,
    )


def present_leave(leave: Leave) -> LeaveAnswer:
    line = leave.attendance
    asked = "ask_leave enter_leave"
    return LeaveAnswer(
        status=leave.status,
        reason=leave.reason,
        asked_at=leave.asked_at,
        decided_at=leave.decided_at,
        decision_reason=leave.decision_reason,
        acted_by=audit.helper_who(asked, "party_day", line.party_day_id, acted_for_id=line.person_id),
    )


def present_make_up(task: MakeUp) -> MakeUpAnswer:
    return MakeUpAnswer.model_validate(task, from_attributes=True)
