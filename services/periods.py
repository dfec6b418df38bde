"""The months and quarters that reports are about, in local days."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from services.errors import Invalid
from services.local_time import day_starts

KEY = re.compile(r"(20\d\d)-(?:(0[1-9]|1[0-2])|Q([1-4]))")


@dataclass(frozen=True, slots=True)
class Period:
    """`count` months from the first one: 1 is a month, 3 a quarter."""

    year: int
    month: int
    count: int = 1

    @classmethod
    def named(cls, key: str) -> Period:
        """Read "2026-11" or "2026-Q4"; raises Invalid for anything else."""
        found = KEY.fullmatch(key)
        if found is None:
            raise Invalid(fields={"period": "请选择月份或季度"})
        if found[3]:
            return cls(int(found[1]), int(found[3]) * 3 - 2, 3)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def month_of(cls, day: datetime.date) -> Period:
        return cls(day.year, day.month)

    @classmethod
    def quarter_of(cls, day: datetime.date) -> Period:
        return cls(day.year, (day.month - 1) // 3 * 3 + 1, 3)

    @property
    def key(self) -> str:
        return f"{self.year}-Q{self.month // 3 + 1}" if self.count == 3 else f"{self.year}-{self.month:02}"

    @property
    def label(self) -> str:
        """As people say it."""
        return f"{self.year}年第{self.month // 3 + 1}季度" if self.count == 3 else f"{self.year}年{self.month}月"

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month, 1)

    @property
    def day_after(self) -> datetime.date:
        """The first day that does not belong to it any more."""
        return self.moved(1).first_day

    @property
    def starts_at(self) -> datetime.datetime:
        return day_starts(self.first_day)

    @property
    def ends_at(self) -> datetime.datetime:
        """The instant at which the day after begins."""
        return day_starts(self.day_after)

    def __contains__(self, day: datetime.date) -> bool:
        return self.first_day <= day < self.day_after

    def moved(self, steps: int) -> Period:
        """So many periods of the same length later, or earlier."""
        months = self.year * 12 + self.month - 1 + steps * self.count
        return Period(months // 12, months % 12 + 1, self.count)


def latest(now_day: datetime.date, *, months: int, quarters: int) -> list[Period]:
    """Periods to choose from, the present ones first."""
    month, quarter = Period.month_of(now_day), Period.quarter_of(now_day)
    return [month.moved(-step) for step in range(months)] + [quarter.moved(-step) for step in range(quarters)]


def up_to(last: Period, count: int) -> list[Period]:
    """So many periods of that length, oldest first."""
    return [last.moved(step - count + 1) for step in range(count)]
