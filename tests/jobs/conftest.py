"""A deliverer with a told WeChat, in whose thread the test waits."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jobs.delivery import Deliverer
from models.database import database
from tests.sending import CHANNEL, ToldSender


@pytest.fixture
def deliverer(cast: Any, now: datetime.datetime) -> Iterator[Callable[..., Deliverer]]:
    """`deliverer(wechat, worker="w1", …)` makes one; all are stopped at the end."""
    made: list[Deliverer] = []

    def make(wechat: ToldSender, *, worker: str = "w1", threads: int = 4, at: Any = None, **options: Any) -> Deliverer:
        clock = at or (lambda: now)
        made.append(
            Deliverer(
                wechat,
                CHANNEL,
                clock,
                worker=worker,
                threads=threads,
                **{"has_quiet_hours": False, **options},
            )
        )
        return made[-1]

    yield make
    for one in made:
        one.stop()
    database.connect(reuse_if_open=True)
