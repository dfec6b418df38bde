"""Several people at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from models.database import database

PATIENCE_SECONDS = 30


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all acts together; answers in their order what each returned, or the exception it raised."""
    start = threading.Barrier(len(acts), timeout=PATIENCE_SECONDS)

    def run(act: Callable[[], Any]) -> Any:
        with database.connection_context():
            start.wait()
            try:
                return act()
            except Exception as error:
                return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def from_threads(count: int, act: Callable[[int], Any], *, threads: int = 16) -> list[Any]:
    """Call `act(0)` … `act(count - 1)` from many threads, each with its own connection, starting together."""
    gate = threading.Barrier(min(threads, count), timeout=PATIENCE_SECONDS)

    def run(number: int) -> Any:
        with database.connection_context():
            return act(number)

    with ThreadPoolExecutor(min(threads, count), initializer=gate.wait) as pool:
        return list(pool.map(run, range(count)))
