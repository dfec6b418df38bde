"""The threads that wait for WeChat, so that the one that speaks to the database need not."""

from __future__ import annotations

import datetime
import queue
import threading
import time

import structlog

from config.clock import Clock
from models.notices import Way
from services import sending
from services.sending import Outgoing, SendingGateway, Sent, TemplateGateway

log = structlog.get_logger("jobs")


class Senders:
    """So many threads, each sending one message after the other. `in_hand` counts messages given but not collected."""

    def __init__(self, gateway: SendingGateway, official: TemplateGateway | None, clock: Clock, threads: int) -> None:
        self._gateway, self._official, self._clock = gateway, official, clock
        self._todo: queue.SimpleQueue[Outgoing | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Sent] = queue.SimpleQueue()
        self._paused: dict[Way, tuple[datetime.datetime, str]] = {}
        self._stopping = threading.Event()
        self.in_hand = 0
        self._threads = [threading.Thread(target=self._work, name=f"send-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def give(self, messages: list[Outgoing]) -> None:
        self.in_hand += len(messages)
        for message in messages:
            self._todo.put(message)

    def collect(self, *, first_within: float, rest_within: float) -> list[Sent]:
        """Results as they come: waits for the first, then a little longer, so that they are marked together."""
        found: list[Sent] = []
        deadline = time.monotonic() + first_within
        while len(found) < self.in_hand:
            try:
                found.append(self._done.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                break
            if len(found) == 1:
                deadline = time.monotonic() + rest_within
        self.in_hand -= len(found)
        return found

    def call_no_more(self) -> None:
        """Let the calls in flight end; whatever still waits for a thread comes back unsent."""
        self._stopping.set()

    def end(self) -> None:
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (message := self._todo.get()) is not None:
            self._done.put(self._handle(message))

    def _handle(self, message: Outgoing) -> Sent:
        now = self._clock()
        if self._stopping.is_set():
            return sending.postponed(message, "worker_stopped", now)
        until, reason = self._paused.get(message.way, (now, ""))
        if until > now:
            return sending.postponed(message, reason, until)
        try:
            sent = sending.send(message, gateway=self._gateway, official=self._official, now=now)
        except Exception as error:
            log.exception("send_failed", kind=type(error).__name__, delivery=message.delivery_id)
            return sending.lost(message, "internal_error")
        if sent.paused_until is not None:
            self._paused[sent.way] = (sent.paused_until, sent.reason)
        return sent
