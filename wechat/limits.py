"""How many threads may wait for WeChat at once, so that it can hang without taking everything along."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from wechat.breaker import Breaker
from wechat.errors import WeChatBusy
from wechat.failures import NoAnswer, NotReached, Refused

PATIENCE_SECONDS = 0.25  # lets a burst of quick calls pass; a hang lasts far longer and is not waited for
FAILURES_IN_A_ROW = 5
BREAKER_SECONDS = 30


class Slots:
    """A bounded number of calls in flight."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._free = threading.BoundedSemaphore(number)

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Hold one slot; raises WeChatBusy when none becomes free in a moment."""
        if not self._free.acquire(timeout=PATIENCE_SECONDS):
            raise WeChatBusy
        try:
            yield
        finally:
            self._free.release()


class Lane:
    """One of WeChat's APIs: its slots, its breaker, and its name for logs."""

    def __init__(self, name: str, slots: tuple[Slots, ...], breaker: Breaker) -> None:
        self.name = name
        self._slots = slots
        self._breaker = breaker

    @contextlib.contextmanager
    def call(self) -> Iterator[None]:
        """Around one call. Raises WeChatBusy or TurnedOff before it; learns from how it ends."""
        with contextlib.ExitStack() as held:
            for slots in self._slots:
                held.enter_context(slots.taken())
            self._breaker.admit()
            try:
                yield
            except (NotReached, NoAnswer):
                self._breaker.failed()
                raise
            except Refused:
                self._breaker.succeeded()  # an error number is an answer, too
                raise
            self._breaker.succeeded()


def request_lanes(*names: str, shared: Slots, monotonic: Callable[[], float]) -> list[Lane]:
    """APIs that a person waits for.

    They share the slots, and none of them gets the last one: while one API hangs, the others go on.
    """
    most_of_them = max(1, shared.number - 1)
    return [Lane(name, (Slots(most_of_them), shared), _breaker(name, monotonic)) for name in names]


def lane_of(name: str, slots: int, monotonic: Callable[[], float]) -> Lane:
    """An API with slots of its own: messages, which only the worker waits for, and the like."""
    return Lane(name, (Slots(slots),), _breaker(name, monotonic))


def _breaker(name: str, monotonic: Callable[[], float]) -> Breaker:
    return Breaker(f"{name}_paused", failures=FAILURES_IN_A_ROW, seconds=BREAKER_SECONDS, monotonic=monotonic)
