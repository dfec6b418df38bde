"""What every part of the stand-in works with."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from flask import current_app

from sandbox.platform.clock import Clock
from sandbox.platform.settings import Settings
from sandbox.platform.store import Store


@dataclass(frozen=True)
class Platform:
    settings: Settings
    store: Store
    clock: Clock
    stopping: threading.Event = field(default_factory=threading.Event)


def this_platform() -> Platform:
    """The stand-in that answers the current request."""
    platform: Platform = current_app.extensions["platform"]
    return platform
