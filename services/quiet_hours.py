"""When WeChat should not ring: a policy, in local time, usually across midnight (features N6).

Only the knock waits: a message lies in the inbox at once. What is urgent passes. Whether quiet hours
hold at all in this process is told by the entry point (they are off on a desk).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models.organisations import Organisation
from services import policies
from services.local_time import SHANGHAI

# A reminder goes out this long before the quiet begins, so that a busy outbox still makes it.
MARGIN = datetime.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `starts` up to, but not at, `ends`; the same time twice means never."""

    starts: datetime.time
    ends: datetime.time

    def next_allowed(self, instant: datetime.datetime) -> datetime.datetime:
        """The instant itself, or the end of the quiet it falls into."""
        begun = self._begun(instant)
        return instant if begun is None else begun + self._length()

    def latest_before(self, instant: datetime.datetime) -> datetime.datetime:
        """When a reminder meant for this instant goes out: then, or shortly before the quiet begins."""
        begun = self._begun(instant)
        return instant if begun is None else begun - MARGIN

    def _begun(self, instant: datetime.datetime) -> datetime.datetime | None:
        """When the quiet around this instant began; None when it is not quiet."""
        local = instant.astimezone(SHANGHAI)
        for days in (0, 1):
            day = local.date() - datetime.timedelta(days=days)
            start = datetime.datetime.combine(day, self.starts, SHANGHAI)
            if start <= local < start + self._length():
                return start.astimezone(datetime.UTC)
        return None

    def _length(self) -> datetime.timedelta:
        minutes = (_minutes(self.ends) - _minutes(self.starts)) % (24 * 60)
        return datetime.timedelta(minutes=minutes)


def quiet_hours_of(organisation: Organisation | None, *, now: datetime.datetime) -> QuietHours:
    """What holds for an organisation today; a wording that is no time counts as the default."""
    return quiet_hours_of_each([organisation], now=now)[0]


def quiet_hours_of_each(organisations: Sequence[Organisation | None], *, now: datetime.datetime) -> list[QuietHours]:
    """The same for several organisations, with one look at each setting."""
    starts = policies.values("notice.quiet_from", organisations, now=now)
    ends = policies.values("notice.quiet_until", organisations, now=now)
    return [
        QuietHours(_time(begun, datetime.time(21)), _time(ended, datetime.time(7)))
        for begun, ended in zip(starts, ends, strict=True)
    ]


def _time(text: str, otherwise: datetime.time) -> datetime.time:
    try:
        return datetime.time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return otherwise


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
