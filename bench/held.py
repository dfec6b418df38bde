"""Either application with some of its threads held, as by log-ins that wait for a WeChat that hangs.

`POST /hold` keeps its thread for eight seconds. As many at once as the application lets wait for WeChat
(config/runtime.py: half of a process's threads); more are refused, as `wechat_busy` would.
"""

from __future__ import annotations

import importlib
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

HANG_SECONDS = 8


def create_app() -> Any:
    module, factory = os.environ["BENCH_HELD"].split(":")
    application = getattr(importlib.import_module(module), factory)()
    slots = threading.BoundedSemaphore(held_per_process(int(os.environ["WEB_THREADS"])))

    def held(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/hold":
            return application(environ, start_response)
        is_taken = slots.acquire(blocking=False)
        if is_taken:
            time.sleep(HANG_SECONDS)
            slots.release()
        start_response("504 Gateway Timeout" if is_taken else "503 Busy", [("Content-Length", "0")])
        return []

    return held


def held_per_process(threads: int) -> int:
    return max(1, threads // 2)
