"""The year's plan: the fixed day makes the drafts; 照上月再办一次 makes one more (features P1)."""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.organisations import Organisation
from models.party_days import FixedDay, MeetingKind, PartyDay, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import audit, party_days
from services.errors import Conflict, NotFound
from services.fixed_days import find_fixed_day, fixed_day_in, get_fixed_day
from services.local_time import SHANGHAI, day_starts, local_day
from services.party_days import PartyDayText
from services.permissions import Actor


@unit_of_work
def plan_year(
    year: int, organisation: Organisation, *, by: Actor, now: datetime.datetime
) -> list[PartyDay]:  # fmt: skip
    """Drafts on the fixed day of each month that has no Party day yet; answers all of the branch's in the year.

    Planning again adds nothing. Months whose fixed day is over are left out: nothing is dated back.
    """
    seat = by.require(Function.RUN_PARTY_DAYS, organisation)
    fixed = get_fixed_day(organisation, to=by)
    taken = {month for day in of_year(year, organisation) for month in _months_of(day)}
    made = [month for month in range(1, 13) if _plan_month(fixed, organisation, year, month, taken, by, now=now)]
    if made:
        audit.record(
            "plan_year",
            "organisation",
            organisation.id,
            by=by,
            seat=seat,
            now=now,
            organisation_id=organisation.id,
            after={"year": year, "months": made},
        )
    return of_year(year, organisation)


def list_year(year: int, organisation: Organisation, *, to: Actor) -> list[PartyDay]:
    """The branch's Party days of a local year, drafts too, for whoever runs them."""
    to.require(Function.RUN_PARTY_DAYS, organisation)
    return of_year(year, organisation)


def _plan_month(
    fixed: FixedDay,
    organisation: Organisation,
    year: int,
    month: int,
    taken: set[str],
    by: Actor,
    *,
    now: datetime.datetime,
) -> bool:
    day = fixed_day_in(fixed, year, month)
    starts_at = _instant(day, fixed.starts)
    if _month_of(day) in taken or starts_at <= now:
        return False
    text = PartyDayText(
        title=f"{year}年{month}月主题党日",
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=fixed.minutes),
        place=fixed.place,
    )
    party_days.add_draft(text, organisation, month=_month_of(day), by=by, now=now)
    return True


@unit_of_work
def copy_last_party_day(organisation: Organisation, *, by: Actor, now: datetime.datetime) -> PartyDay:
    """照上月再办一次: a draft like the last one, in the month after it (or the first whose day is still to come).

    It fills that month's draft where there is one already, so that copying twice is copying once. Raises
    NotFound without a last one, Conflict `already_planned` when the month's is called already.
    """
    seat = by.require(Function.RUN_PARTY_DAYS, organisation)
    last = _last_called(organisation, now=now)
    if last is None:
        raise NotFound("nothing_to_copy", "还没有办过，请新建一次主题党日")
    text, month = _next_like(last, organisation, now=now)
    same = _in_month(month, organisation)
    if same is not None and same.status is not PartyDayStatus.DRAFT:
        raise Conflict("already_planned", "下个月的主题党日已经发布了，请到党日列表里看")
    if same is None:
        same = party_days.add_draft(text, organisation, month=month, by=by, now=now)
    else:
        _fill_draft(same, text)
    audit.record(
        "copy_party_day",
        "party_day",
        same.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=organisation.id,
        after={"like": last.id},
    )
    return party_days.get_party_day(same.id, to=by)


def _last_called(organisation: Organisation, *, now: datetime.datetime) -> PartyDay | None:
    """The last one that began; before a branch's first has begun, that one."""
    called = PartyDay.select().where(
        PartyDay.organisation == organisation.id,
        PartyDay.kind == MeetingKind.PARTY_DAY,
        PartyDay.status.in_((PartyDayStatus.PLANNED, PartyDayStatus.CLOSED)),
    )
    begun: PartyDay | None = called.where(PartyDay.starts_at <= now).order_by(PartyDay.starts_at.desc()).first()
    coming: PartyDay | None = called.order_by(PartyDay.starts_at).first()
    return begun or coming


def _in_month(month: str, organisation: Organisation) -> PartyDay | None:
    """The branch's Party day of a month, by the plan or by hand; one that is called before a draft."""
    year = int(month[:4])
    found = [day for day in of_year(year, organisation) if month in _months_of(day)]
    return min(found, key=lambda day: day.status is PartyDayStatus.DRAFT, default=None)


def _months_of(day: PartyDay) -> set[str]:
    """The month it takes place in, and the one it stands for in the plan (a holiday may move it across)."""
    return {_month_of(local_day(day.starts_at))} | ({day.month} if day.month else set())


def _next_like(last: PartyDay, organisation: Organisation, *, now: datetime.datetime) -> tuple[PartyDayText, str]:
    """The same again on the next month's fixed day, else on the same day of the month and at the same time."""
    first = last.first_starts_at.astimezone(SHANGHAI)
    starts = f"{last.starts_at.astimezone(SHANGHAI):%H:%M}"
    fixed = find_fixed_day(organisation) or FixedDay(month_day=first.day)
    month = first.date().replace(day=1)
    starts_at = last.starts_at
    while starts_at <= max(now, last.starts_at):
        month = (month + datetime.timedelta(days=32)).replace(day=1)
        starts_at = _instant(fixed_day_in(fixed, month.year, month.month), starts)
    text = PartyDayText(
        title=last.title,
        starts_at=starts_at,
        ends_at=starts_at + (last.ends_at - last.starts_at),
        place=last.place,
        check_in=last.check_in,
        material=last.material,
    )
    return text, _month_of(month)


def _fill_draft(draft: PartyDay, text: PartyDayText) -> None:
    """Write the copy's words into the month's draft; its day is the plan's and may have been moved already."""
    words = {"title": text.title, "place": text.place, "check_in": text.check_in, "material": text.material}
    PartyDay.update(version=PartyDay.version + 1, **words).where(
        PartyDay.id == draft.id, PartyDay.status == PartyDayStatus.DRAFT
    ).execute()


def of_year(year: int, organisation: Organisation) -> list[PartyDay]:
    """The branch's Party days of a local year, cancelled ones left out, in order.

    Also those that stand for one of its months in the plan though a holiday has moved them across New Year.
    """
    starts, ends = (day_starts(datetime.date(number, 1, 1)) for number in (year, year + 1))
    return list(
        PartyDay.select(PartyDay, Organisation)
        .join(Organisation)
        .where(
            PartyDay.organisation == organisation.id,
            PartyDay.kind == MeetingKind.PARTY_DAY,
            PartyDay.status != PartyDayStatus.CANCELLED,
            ((PartyDay.starts_at >= starts) & (PartyDay.starts_at < ends)) | PartyDay.month.startswith(f"{year}-"),
        )
        .order_by(PartyDay.starts_at, PartyDay.id)
    )


def _month_of(day: datetime.date) -> str:
    return f"{day.year}-{day.month:02}"


def _instant(day: datetime.date, starts: str) -> datetime.datetime:
    local = datetime.datetime.combine(day, datetime.time.fromisoformat(starts), tzinfo=SHANGHAI)
    return local.astimezone(datetime.UTC)
