"""Two taps at the same moment: the first has WeChat's answer, which is given once, and is about to write it down."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
WAITS = (0.0, 0.05, 0.1, 0.15, 0.2)  # half a second in all


def look_again(look: Callable[[], T | None], wait: Callable[[float], None] = time.sleep) -> T | None:
    """What the first tap has written, once it has. Call it outside any unit of work."""
    for seconds in WAITS:
        wait(seconds)
        found = look()
        if found is not None:
            return found
    return None
