"""Not asking a server that does not answer: it spares our threads, and the server."""

from __future__ import annotations

import threading
from collections.abc import Callable

from wechat.failures import TurnedOff


class Breaker:
    """Opens for `seconds` after so many failures in a row; then lets one trial through.

    The trial keeps it open for another period, so rivals wait for the trial's outcome and a trial
    that never reports back blocks nothing for longer than that. `monotonic` gives seconds.

    Each process has its own: losing it costs a few calls, never a wrong answer.
    """

    def __init__(self, reason: str, *, failures: int, seconds: float, monotonic: Callable[[], float]) -> None:
        self._reason = reason
        self._allowed = failures
        self._seconds = seconds
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until: float | None = None

    def admit(self) -> None:
        """Pass, or raise TurnedOff."""
        with self._lock:
            if self._open_until is None:
                return
            left = self._open_until - self._monotonic()
            if left > 0:
                raise TurnedOff(self._reason, left)
            self._open()

    def succeeded(self) -> None:
        with self._lock:
            self._in_a_row = 0
            self._open_until = None

    def failed(self) -> None:
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._allowed:
                self._open()

    def trip(self) -> None:
        """Open at once: one failure of this kind is enough."""
        with self._lock:
            self._open()

    def _open(self) -> None:
        self._open_until = self._monotonic() + self._seconds
