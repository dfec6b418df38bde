"""The fixed day on which a branch holds its Party day each month (features P1)."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Protocol

from models.appointments import Function
from models.organisations import Organisation
from models.party_days import FixedDay
from models.unit_of_work import unit_of_work
from services import audit
from services.editing import read_at
from services.errors import ChangedMeanwhile, Invalid, NotFound
from services.permissions import Actor

LAST_WEEK = 5


@dataclass(frozen=True, slots=True)
class FixedDayRule:
    """Either a day of the month, or the n-th weekday of it (week 5: the last); `starts` is local, "HH:MM"."""

    starts: str
    minutes: int
    place: str = ""
    month_day: int | None = None
    week: int | None = None
    weekday: int | None = None


def get_fixed_day(organisation: Organisation, *, to: Actor) -> FixedDay:
    """The branch's fixed day, for whoever runs its Party days; raises NotFound while none is set."""
    to.require(Function.RUN_PARTY_DAYS, organisation)
    fixed = find_fixed_day(organisation)
    if fixed is None:
        raise NotFound("no_fixed_day", "还没有设定固定党日，请先设定")
    return fixed


@unit_of_work
def set_fixed_day(
    rule: FixedDayRule, organisation: Organisation, *, version: int | None = None, by: Actor, now: datetime.datetime
) -> FixedDay:  # fmt: skip
    """Set the branch's fixed day. Drafts made already stay where they are.

    With the `version` one has read (-1: none was set), raises ChangedMeanwhile when somebody else set it since.
    """
    seat = by.require(Function.RUN_PARTY_DAYS, organisation)
    check_monthly_day(rule)
    columns = {name: getattr(rule, name) for name in rule.__slots__}
    known = find_fixed_day(organisation)
    if known is None:
        FixedDay.create(organisation=organisation, changed_at=now, **columns)
    else:
        stored = FixedDay.update(**columns, changed_at=now, version=FixedDay.version + 1).where(
            FixedDay.id == known.id, *read_at(FixedDay.version, version)
        )
        if stored.execute() != 1:
            raise ChangedMeanwhile()
    audit.record(
        "set_fixed_day",
        "organisation",
        organisation.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=organisation.id,
        after=columns,
    )
    return get_fixed_day(organisation, to=by)


class MonthlyDay(Protocol):
    """A day of the month, or the n-th weekday of it: a branch's fixed day, or a series'."""

    @property
    def month_day(self) -> int | None: ...
    @property
    def week(self) -> int | None: ...
    @property
    def weekday(self) -> int | None: ...
    @property
    def starts(self) -> str: ...


def fixed_day_in(fixed: MonthlyDay, year: int, month: int) -> datetime.date:
    """The local day on which a month has its Party day; the 31st of a shorter month is its last day."""
    length = calendar.monthrange(year, month)[1]
    if fixed.month_day is not None:
        return datetime.date(year, month, min(fixed.month_day, length))
    assert fixed.week is not None, "a rule has one of the two"
    assert fixed.weekday is not None, "a rule has one of the two"
    first = datetime.date(year, month, 1)
    day = first + datetime.timedelta(days=(fixed.weekday - first.isoweekday()) % 7)
    weeks = (length - day.day) // 7 if fixed.week == LAST_WEEK else fixed.week - 1
    return day + datetime.timedelta(weeks=weeks)


def told_monthly_day(fixed: MonthlyDay) -> str:
    """As people say it: 每月 5 日 09:00, 每月第二个星期五 14:30, 每月最后一个星期五 14:30."""
    if fixed.month_day is not None:
        day = f"每月 {fixed.month_day} 日"
    else:
        assert fixed.week is not None, "a rule has one of the two"
        assert fixed.weekday is not None, "a rule has one of the two"
        which = "最后一个" if fixed.week == LAST_WEEK else f"第{'一二三四'[fixed.week - 1]}个"
        day = f"每月{which}星期{'一二三四五六日'[fixed.weekday - 1]}"
    return f"{day} {fixed.starts}"


def check_monthly_day(rule: MonthlyDay) -> None:
    """Raise Invalid unless it is either a day of the month or an n-th weekday."""
    if (rule.month_day is None) == (rule.week is None or rule.weekday is None):
        raise Invalid("fixed_day_invalid", "请选每月几号，或者第几个星期几", {"month_day": "请二选一"})


def find_fixed_day(organisation: Organisation) -> FixedDay | None:
    """The branch's fixed day, if one is set."""
    fixed: FixedDay | None = FixedDay.get_or_none(FixedDay.organisation == organisation.id)
    return fixed
