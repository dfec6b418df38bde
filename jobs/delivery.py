"""Working off the outbox: many calls to WeChat at once, few commits."""

from __future__ import annotations

import threading
import time
from collections import Counter

import structlog

from config.clock import Clock
from jobs.senders import Senders
from models.database import database
from services import notice_expansion, outbox
from services.channel import Channel
from services.sending import SendingGateway, Sent, TemplateGateway

log = structlog.get_logger("jobs")

COLLECT_SECONDS = 0.01  # results of so long are marked in one commit
LOOK_AGAIN_SECONDS = 0.5  # while calls hang, new messages are taken after so long
EXPAND_EVERY_SECONDS = 1.0


class Deliverer:
    """Sends what is due, until nothing is or it is told to stop.

    One thread speaks to the database, for all: it takes messages ahead of the senders, so that none of
    them waits for a commit, and marks results in batches. Messages taken ahead are `sending` already,
    and after a kill -9 they count as unknown although WeChat never saw them. So it takes few ahead,
    half as many as there are senders: enough to bridge one commit, and about the least that keeps the
    senders busy. (A third state, "taken but not sending", would save them at one more commit per message.)
    """

    def __init__(
        self,
        gateway: SendingGateway,
        channel: Channel,
        clock: Clock,
        *,
        official: TemplateGateway | None = None,
        worker: str,
        threads: int,
        has_quiet_hours: bool,
    ) -> None:
        self._channel = channel
        self._clock, self._worker, self._has_quiet_hours = clock, worker, has_quiet_hours
        self._most_in_hand = threads + max(1, threads // 2)
        self._senders = Senders(gateway, official, clock, threads)
        self._unmarked: list[Sent] = []
        self._to_read = outbox.MANY
        self._expanded_at = float("-inf")
        self._stopping = threading.Event()
        self._running = threading.Lock()

    def deliver_due(self) -> int:
        """Fill inboxes and send everything due now; answers how many messages were dealt with."""
        moved = 0
        with self._running, database.connection_context():
            while True:
                self._mark()
                moved += (more := self._fill())
                if not more and not self._senders.in_hand:
                    return moved
                self._unmarked += self._senders.collect(first_within=LOOK_AGAIN_SECONDS, rest_within=COLLECT_SECONDS)

    def stop(self) -> None:
        """Finish the calls in flight, put back what was taken ahead, take no other."""
        self._stopping.set()
        self._senders.call_no_more()
        with self._running:
            self._senders.end()

    def _fill(self) -> int:
        """Take messages until the senders have enough; answers how many rows were moved."""
        if self._stopping.is_set():
            return 0
        self._expand()
        room = self._most_in_hand - self._senders.in_hand
        if room < self._most_in_hand // 6:
            return 0  # a commit for a handful is not worth it
        taken = outbox.take(
            room,
            to_read=self._to_read,
            worker=self._worker,
            channel=self._channel,
            has_quiet_hours=self._has_quiet_hours,
            now=self._clock(),
        )
        self._to_read = taken.to_read
        self._senders.give(taken.to_send)
        return taken.moved

    def _expand(self) -> None:
        if time.monotonic() - self._expanded_at < EXPAND_EVERY_SECONDS:
            return
        self._expanded_at = time.monotonic()
        notice_expansion.expand_due(now=self._clock())

    def _mark(self) -> None:
        """Results stay in hand until their commit has succeeded: the database may be away for a moment."""
        if not self._unmarked:
            return
        outbox.mark(self._unmarked, worker=self._worker, channel=self._channel, now=self._clock())
        statuses = Counter(sent.status.value for sent in self._unmarked)
        log.info("delivered", count=statuses.total(), statuses=statuses)
        self._unmarked = []
