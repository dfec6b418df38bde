"""Party days from draft to the day itself: who sees which, calling, changing, cancelling them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

import peewee
from peewee import fn

from models.appointments import Function
from models.attendance import Attendance
from models.hot_queries import home as hot
from models.organisations import Group, Organisation
from models.party_days import (
    DATES_ONLY,
    OF_A_FEW,
    CheckInWay,
    MeetingKind,
    PartyDay,
    PartyDaySheet,
    PartyDayStatus,
)
from models.unit_of_work import unit_of_work
from services import audit, messages, party_day_lists, party_day_messages, policies
from services.editing import read_at
from services.errors import ChangedMeanwhile, Conflict, Invalid, NotFound, WrongState
from services.permissions import Actor, Seat, within

LONGEST = datetime.timedelta(days=1)
FARTHEST = datetime.timedelta(days=800)  # next year's plan, made early this year
CHANGED_BEFORE_IT_WAS_OUT = "刚才有人改了这次党日的内容，还没有发布，请看过新的内容再发布"


@dataclass(frozen=True, slots=True)
class PartyDayText:
    """What the secretary fills in."""

    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str = ""
    check_in: CheckInWay = CheckInWay.BOTH
    kind: MeetingKind = MeetingKind.PARTY_DAY
    material: str = ""
    group_id: int | None = None


def visible_party_days(to: Actor) -> peewee.ModelSelect[PartyDay]:
    """The Party days this person may see: their branch's, those they are on the list of, those of their seats.

    Drafts are the host's seats' alone; a resident sees only where they sit in.
    """
    seen = PartyDay.id.in_(Attendance.select(Attendance.party_day).where(Attendance.person == to.person.id))
    if to.person.is_on_roster and to.person.home_id is not None:
        joined = (PartyDaySheet.organisation == to.person.home_id) & PartyDaySheet.joined_at.is_null(False)
        of_all = PartyDay.id.in_(PartyDaySheet.select(PartyDaySheet.party_day).where(joined))
        seen |= of_all & PartyDay.kind.not_in(OF_A_FEW)
    paths = to.paths_for(Function.RUN_PARTY_DAYS)
    if paths:
        seen |= _has_sheet_in(paths)
    seen &= PartyDay.status != PartyDayStatus.DRAFT
    if paths:
        seen |= within(paths)
    return PartyDay.select(PartyDay, Organisation).join(Organisation).where(seen)


def _has_sheet_in(paths: list[str]) -> peewee.Function:
    """The condition that a branch of these subtrees has a sheet; asked of each Party day, not of all sheets."""
    branches = Organisation.alias()
    sheets = PartyDaySheet.select(PartyDaySheet.id).join(branches)
    return fn.EXISTS(sheets.where(PartyDaySheet.party_day == PartyDay.id, within(paths, branches)))


def kept_party_days(to: Actor) -> peewee.ModelSelect[PartyDay]:
    """Those of which the actor keeps a sheet, drafts of the host's too: what a desk lists.

    Whoever keeps a sheet sees the Party day for that alone: the other grounds of `visible_party_days` are not asked.
    """
    paths = to.paths_for(Function.RUN_PARTY_DAYS)
    seen = (PartyDay.status != PartyDayStatus.DRAFT) | within(paths)
    return PartyDay.select(PartyDay, Organisation).join(Organisation).where(seen, _has_sheet_in(paths))


def under_way(to: Actor, *, now: datetime.datetime) -> peewee.ModelSelect[PartyDay]:
    """Those of the actor's that people check in to at this moment."""
    is_on = (PartyDay.status == PartyDayStatus.PLANNED) & (PartyDay.opens_at <= now) & (PartyDay.ends_at > now)
    return kept_party_days(to).where(is_on).order_by(PartyDay.starts_at)


def invitations(to: Actor, *, now: datetime.datetime) -> list[PartyDaySheet]:
    """The invitations to hold a Party day together that the actor may answer, the next day first."""
    branch, host = Organisation.alias(), Organisation.alias()
    mine = Organisation.select(Organisation.id).where(within(to.paths_for(Function.RUN_PARTY_DAYS)))
    return list(
        PartyDaySheet.select(PartyDaySheet, PartyDay, branch, host)
        .join(PartyDay)
        .join(host, on=(PartyDay.organisation == host.id))
        .switch(PartyDaySheet)
        .join(branch, on=(PartyDaySheet.organisation == branch.id))
        .where(
            PartyDaySheet.joined_at.is_null(),
            PartyDaySheet.organisation.in_(mine),
            PartyDay.status == PartyDayStatus.PLANNED,
            PartyDay.starts_at > now,
        )
        .order_by(PartyDay.starts_at)
    )


def get_party_day(party_day_id: int, *, to: Actor) -> PartyDay:
    """One Party day, if this person may see it; raises NotFound."""
    day: PartyDay | None = visible_party_days(to).where(PartyDay.id == party_day_id).get_or_none()
    if day is None:
        raise NotFound()
    return day


def list_party_days(
    *,
    to: Actor,
    now: datetime.datetime,
    when: Literal["upcoming", "past"] | None = None,
    after_id: int | None = None,
    limit: int = 20,
) -> list[PartyDay]:
    """Visible Party days: the upcoming ones soonest first, else latest first; `after_id` was the last one seen."""
    query = visible_party_days(to)
    is_forward = when == "upcoming"
    if when is not None:
        query = query.where(PartyDay.ends_at > now if is_forward else PartyDay.ends_at <= now)
    last: PartyDay | None = PartyDay.get_or_none(PartyDay.id == after_id) if after_id is not None else None
    if last is not None:
        query = query.where(_comes_after(last, is_forward))
    order = (PartyDay.starts_at, PartyDay.id) if is_forward else (PartyDay.starts_at.desc(), PartyDay.id.desc())
    return list(query.order_by(*order).limit(limit))


def _comes_after(last: PartyDay, is_forward: bool) -> peewee.Expression:
    is_later = PartyDay.starts_at > last.starts_at if is_forward else PartyDay.starts_at < last.starts_at
    is_next = PartyDay.id > last.id if is_forward else PartyDay.id < last.id
    after: peewee.Expression = is_later | ((PartyDay.starts_at == last.starts_at) & is_next)
    return after


def next_party_day(*, to: Actor, now: datetime.datetime) -> tuple[PartyDay, Attendance] | None:
    """The Party day this person is awaited at next (or that is under way), with their line on its sheet."""
    line = hot.next_line.first(Attendance, person=to.person.id, now=now)
    return None if line is None else (line.party_day, line)


def runnable(party_day_id: int, *, by: Actor) -> tuple[PartyDay, Seat]:
    """A Party day and the actor's seat over its host; raises NotFound, or NotAllowed where they only see it."""
    day = get_party_day(party_day_id, to=by)
    return day, by.require(Function.RUN_PARTY_DAYS, day.organisation)


def check_plan(text: PartyDayText, organisation: Organisation, *, by: Actor, now: datetime.datetime) -> Seat:
    """The seat that may call it; raises NotAllowed, and Invalid for times or a group that make no sense."""
    seat = by.require(Function.RUN_PARTY_DAYS, organisation)
    check_times(text.starts_at, text.ends_at, now=now)
    _check_kind(text, organisation)
    return seat


@unit_of_work
def create_party_day(
    text: PartyDayText, organisation: Organisation, *, is_held: bool = False, by: Actor, now: datetime.datetime
) -> PartyDay:
    """Call a Party day: everyone of the branch is on the list and is told.

    Text that WeChat doubts (`is_held`) stays a draft, until the secretary who publishes it answers for it.
    Raises NotAllowed, and Invalid for times that make no sense.
    """
    seat = check_plan(text, organisation, by=by, now=now)
    day = add_draft(text, organisation, by=by, now=now)
    audit.record(
        "create_party_day",
        "party_day",
        day.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=organisation.id,
        after={"starts_at": text.starts_at, "is_held": is_held},
    )
    if not is_held:
        _call(day, None, now=now)
    return get_party_day(day.id, to=by)


def add_draft(
    text: PartyDayText, organisation: Organisation, *, month: str | None = None, by: Actor, now: datetime.datetime
) -> PartyDay:
    """A draft with its host's empty sheet, inside the caller's unit of work."""
    day = PartyDay.create(
        organisation=organisation,
        month=month,
        status=PartyDayStatus.DRAFT,
        title=text.title,
        place=text.place,
        material=text.material,
        kind=text.kind,
        group=text.group_id,
        check_in=text.check_in,
        opens_at=opening(text.starts_at, organisation, now=now),
        starts_at=text.starts_at,
        ends_at=text.ends_at,
        first_starts_at=text.starts_at,
        created_by=by.person,
        created_at=now,
    )
    PartyDaySheet.create(party_day=day, organisation=organisation, joined_at=now)
    return day


def unread_texts(day: PartyDay) -> tuple[str, ...]:
    """What WeChat's content check reads before a draft is out; nothing of what is out."""
    return (day.title, day.place, day.material) if day.status is PartyDayStatus.DRAFT else ()


@unit_of_work
def publish_party_day(party_day_id: int, *, version: int | None = None, by: Actor, now: datetime.datetime) -> PartyDay:
    """Make a draft known: its list is made and everyone on it is told. Publishing twice is once.

    With the `version` that WeChat's content check has read, raises ChangedMeanwhile when it reads otherwise since.
    """
    day, seat = runnable(party_day_id, by=by)
    if day.status is PartyDayStatus.PLANNED:
        return day
    if day.status is not PartyDayStatus.DRAFT:
        raise WrongState()
    if day.ends_at <= now:
        raise Conflict("already_over", "这个时间已经过了，请先改时间再发布")
    if not _call(day, version, now=now):
        present = get_party_day(party_day_id, to=by)
        if present.status is PartyDayStatus.PLANNED:  # somebody else published it at the same moment
            return present
        raise WrongState() if version is None else ChangedMeanwhile("changed_meanwhile", CHANGED_BEFORE_IT_WAS_OUT)
    audit.record(
        "publish_party_day", "party_day", day.id, by=by, seat=seat, now=now, organisation_id=day.organisation_id
    )
    return get_party_day(party_day_id, to=by)


def _call(day: PartyDay, version: int | None, *, now: datetime.datetime) -> bool:
    """Turn a draft into a planned Party day and tell its people; False if it is no draft of this version any more."""
    called = PartyDay.update(
        status=PartyDayStatus.PLANNED, **reminders_passed_over(day.starts_at, day.organisation, now=now)
    ).where(PartyDay.id == day.id, PartyDay.status == PartyDayStatus.DRAFT, *read_at(PartyDay.version, version))
    if called.execute() != 1:
        return False
    sheets = PartyDaySheet.select().where(
        PartyDaySheet.party_day == day.id, PartyDaySheet.joined_at.is_null(False)
    )  # fmt: skip
    for sheet in sheets:
        party_day_lists.fill_sheet(day, sheet)
    messages.queue(party_day_messages.planned(day, now), party_day_lists.to_tell(day), now=now)
    return True


def _check_kind(text: PartyDayText, organisation: Organisation) -> None:
    """Raise Invalid for a kind that is not called, or a group's meeting without a group of the branch."""
    if text.kind in DATES_ONLY:
        raise Invalid("date_only", "这类会议不用发通知点名，请直接登记日期", {"kind": "请登记日期"})
    group = Group.get_or_none(Group.id == text.group_id, Group.organisation == organisation.id)
    if (text.kind is MeetingKind.GROUP_MEETING) != (group is not None):
        raise Invalid("group_required", "党小组会请选是哪个小组，其他会议不用选", {"group_id": "请核对"})


def check_times(starts_at: datetime.datetime, ends_at: datetime.datetime, *, now: datetime.datetime) -> None:
    """Raise Invalid for a Party day that ends before it starts, is over already, lasts days, or lies years ahead."""
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise Invalid("times_invalid", "结束时间要在开始时间之后，并且在一天以内，请改时间", {"ends_at": "请重新选择"})
    if ends_at <= now:
        raise Invalid("times_invalid", "这个时间已经过了，请重新选择", {"starts_at": "请重新选择"})
    if starts_at > now + FARTHEST:
        raise Invalid("times_invalid", "时间太远了，请重新选择", {"starts_at": "请重新选择"})


def opening(starts_at: datetime.datetime, organisation: Organisation, *, now: datetime.datetime) -> datetime.datetime:
    """From when on people can check in."""
    minutes = policies.value("party_day.open_minutes", organisation, now=now)
    return starts_at - datetime.timedelta(minutes=minutes)


def reminders_passed_over(
    starts_at: datetime.datetime, organisation: Organisation, *, now: datetime.datetime
) -> dict[str, object]:
    """A reminder whose time has come already is passed over: the news itself reminds."""
    hours = {
        "first_reminded_at": policies.value("party_day.first_reminder_hours", organisation, now=now),
        "last_reminded_at": policies.value("party_day.last_reminder_hours", organisation, now=now),
    }
    return {
        column: now if starts_at - datetime.timedelta(hours=ahead) <= now else None for column, ahead in hours.items()
    }
