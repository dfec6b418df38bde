"""Counting calls per API and day for all processes together, and not asking an API whose quota is used up."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import peewee

from models.api_uses import ApiUse
from models.database import database
from models.unit_of_work import unit_of_work
from wechat.failures import TurnedOff
from wechat.outcomes import SHANGHAI, midnight_after

QUOTA_USED_UP = 45009
NOTE_EVERY_SECONDS = 2.0  # a killed process loses the count of so long, and never a call

T = TypeVar("T")
Counted = Counter[tuple[str, str, datetime.date]]  # by appid, API and local day

logger = logging.getLogger(__name__)


class ApiUses:
    """Counts in memory and notes it in the database every other second, one row per API and day.

    What other processes have learned of used-up quotas is read at the same time. A database that fails
    stops no call: the count is noted later. Safe for threads; never used inside a transaction, like
    everything that asks WeChat. `clock` gives the present instant in UTC.
    """

    def __init__(
        self, clock: Callable[[], datetime.datetime], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._lock = threading.Lock()
        self._counted: Counted = Counter()
        self._used_up: dict[tuple[str, str], datetime.datetime] = {}
        self._note_at = float("-inf")

    def count(self, appid: str, api: str) -> None:
        """Before each call; raises TurnedOff for an API whose quota is used up today."""
        now = self._clock()
        with self._lock:
            until = self._used_up.get((appid, api), now)
            if until > now:
                raise TurnedOff("quota_used_up", (until - now).total_seconds())
            self._counted[appid, api, _day(now)] += 1
            is_due = self._monotonic() >= self._note_at
            if is_due:
                self._note_at = self._monotonic() + NOTE_EVERY_SECONDS
        if is_due:
            self.note()

    def used_up(self, appid: str, api: str) -> None:
        """WeChat has said so: nobody asks again before midnight in China."""
        now = self._clock()
        until = midnight_after(now)
        with self._lock:
            self._used_up[appid, api] = until
        _with_connection(lambda: ApiUse.end(appid, api, _day(now), until))
        logger.error("WeChat %s: today's quota is used up", api)

    def note(self) -> None:
        """Write down what was counted, and read what others have learned."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        learned = _with_connection(lambda: _exchange(counted, self._clock()))
        with self._lock:
            if learned is None:
                self._counted.update(counted)
            else:
                self._used_up |= learned


def _exchange(counted: Counted, now: datetime.datetime) -> dict[tuple[str, str], datetime.datetime]:
    for (appid, api, day), calls in sorted(counted.items()):  # a fixed order: two processes never wait for each other
        ApiUse.add(appid, api, day, calls)
    return ApiUse.used_up(_day(now))


def _with_connection(act: Callable[[], T]) -> T | None:
    """On the calling thread's connection or one opened for the moment; None when the database failed."""
    try:
        is_ours = database.connect(reuse_if_open=True)
        try:
            return unit_of_work(act)()
        finally:
            if is_ours:
                database.close()
    except peewee.PeeweeException:
        logger.warning("calls could not be noted; they will be")
        return None


def _day(instant: datetime.datetime) -> datetime.date:
    return instant.astimezone(SHANGHAI).date()
