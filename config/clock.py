"""The clock that handlers and jobs read; services are handed its instants."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable

import requests

Clock = Callable[[], datetime.datetime]

FOLLOW_EVERY_SECONDS = 0.05
PAUSE_SECONDS = 2


def system_clock() -> datetime.datetime:
    """The present instant, in UTC."""
    return datetime.datetime.now(datetime.UTC)


class SandboxClock:
    """The stand-in's clock, so that a desk can be moved a week ahead and everything follows.

    It asks for the stand-in's offset at most twenty times a second, and keeps the last one while the
    stand-in does not answer.
    """

    def __init__(self, api_base: str) -> None:
        self._url = f"{api_base}/__admin/clock"
        self._offset = datetime.timedelta()
        self._asked_at = float("-inf")
        self._lock = threading.Lock()
        self._http = requests.Session()
        self._http.trust_env = False

    def __call__(self) -> datetime.datetime:
        with self._lock:
            if time.monotonic() - self._asked_at > FOLLOW_EVERY_SECONDS:
                self._ask()
            return system_clock() + self._offset

    def _ask(self) -> None:
        try:
            answer = self._http.get(self._url, timeout=0.5).json()
            self._offset = datetime.timedelta(seconds=float(answer["offset_seconds"]))
            self._asked_at = time.monotonic()
        except (requests.RequestException, ValueError, KeyError):
            # The last known offset is the best there is; a stand-in that hangs is not asked again at once.
            self._asked_at = time.monotonic() + PAUSE_SECONDS
