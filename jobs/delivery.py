"""Working off the outbox: many calls to WeChat at once, few commits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import structlog

from config.clock import Clock
from models.database import database
from services import outbox
from wechat.gateway import MiniProgram

log = structlog.get_logger("jobs")


class Deliverer:
    """Sends what is due, until nothing is or it is told to stop."""

    def __init__(
        self, gateway: MiniProgram, templates: dict[str, str], clock: Clock, *, worker: str, threads: int
    ) -> None:
        self._gateway, self._templates, self._clock, self._worker = gateway, templates, clock, worker
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="send")
        self._stopping = threading.Event()

    def deliver_due(self) -> int:
        """Send everything due now; answers how many messages were handled."""
        handled = 0
        while not self._stopping.is_set():
            count = self._deliver_batch()
            if count == 0:
                break
            handled += count
        return handled

    def _deliver_batch(self) -> int:
        with database.connection_context():
            taken = outbox.take(self._threads, worker=self._worker, appid=self._gateway.appid, now=self._clock())
            if not taken:
                return 0
            results = list(self._pool.map(self._send, taken))
            outbox.mark(results, worker=self._worker, now=self._clock())
        log.info("delivered", count=len(results), statuses=_count(results))
        return len(results)

    def _send(self, message: outbox.Outgoing) -> outbox.Sent:
        return outbox.send(message, gateway=self._gateway, templates=self._templates, now=self._clock())

    def stop(self) -> None:
        """Finish the batch in hand, take no other."""
        self._stopping.set()
        self._pool.shutdown(wait=True)


def _count(results: list[outbox.Sent]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for sent in results:
        counts[sent.status.value] = counts.get(sent.status.value, 0) + 1
    return counts
