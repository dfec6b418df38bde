"""Instants of the past, as the made-up county counts them: so many days ago, at a local hour."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from services.local_time import day_starts, local_day


@dataclass(frozen=True, slots=True)
class Calendar:
    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        return local_day(self.now)

    def day(self, days_ago: int) -> datetime.date:
        return self.today - datetime.timedelta(days=days_ago)

    def at(self, days_ago: int, hour: int = 9, minute: int = 0) -> datetime.datetime:
        """That hour of that day, or a moment ago if it has not come yet."""
        instant = day_starts(self.day(days_ago)) + datetime.timedelta(hours=hour, minutes=minute)
        return min(instant, self.now - datetime.timedelta(minutes=1))

    def then(self, days_ago: int, hour: int, minute: int = 0) -> datetime.datetime:
        """That hour of that day, also of one to come (`days_ago` is negative then)."""
        return day_starts(self.day(days_ago)) + datetime.timedelta(hours=hour, minutes=minute)

    def quarter(self, minutes_from_now: int) -> datetime.datetime:
        """The full quarter of an hour at or after so many minutes from now."""
        minutes = -(-(self.now.timestamp() / 60 + minutes_from_now) // 15) * 15
        return datetime.datetime.fromtimestamp(minutes * 60, tz=datetime.UTC)
