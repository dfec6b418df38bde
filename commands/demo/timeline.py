"""What happens when: all stories of the county, told together in order of time."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

# The instant, the order among what happens at the same one, and the act, which is handed that instant.
Moment = tuple[datetime.datetime, int, Callable[[datetime.datetime], object]]


def tell(moments: Iterable[Moment], *, now: datetime.datetime) -> None:
    """Let everything happen that has happened by now; what is still to come is left out."""
    for instant, _, act in sorted((each for each in moments if each[0] <= now), key=lambda each: each[:2]):
        act(instant)
