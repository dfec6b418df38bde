"""The two servers under load, in the same shape: the application as deployed, and the floor."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.databases import ROOT
from bench.seed import SECRET_KEY
from commands.run import web_command
from config.settings import Settings

APPLICATIONS = {"ours": "app:create_app", "floor": "bench.floor:create_app"}
# As in production (the sandbox's clock would ask the stand-in), with secrets that open nothing.
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEYS": SECRET_KEY,
    "METRICS_TOKEN": "bench",
    "WECHAT_MINI_APPID": "wx-bench",
    "WECHAT_MINI_SECRET": "bench",
    "WECHAT_MINI_TOKEN": "bench",
    "WECHAT_MINI_AES_KEY": "b" * 43,
    "PUBLIC_URL": "https://bench.invalid",
}
START_SECONDS = 30


@dataclass(frozen=True)
class Server:
    name: str
    url: str  # of its database
    port: int
    process: subprocess.Popen[bytes]
    seconds_to_first_answer: float

    def workers_megabytes(self) -> list[float]:
        """Each process that answers requests: resident memory, pages of the database file that it maps included."""
        workers = psutil.Process(self.process.pid).children(recursive=True)
        helpers = ("resource_tracker", "forkserver")
        return [
            worker.memory_info().rss / 2**20
            for worker in workers
            if not any(helper in " ".join(worker.cmdline()) for helper in helpers)
        ]


@contextlib.contextmanager
def serving(
    name: str, url: str, port: int, folder: Path, *, workers: int, threads: int, is_held: bool
) -> Iterator[Server]:
    """Start one of them, wait for its first answer, stop it at the end. With `is_held` see bench/held.py."""
    metrics = folder / f"metrics-{name}"
    metrics.mkdir(exist_ok=True)
    for old in metrics.iterdir():
        old.unlink()
    shape = {"WEB_WORKERS": str(workers), "WEB_THREADS": str(threads), "PORT": str(port), "DATABASE_URL": url}
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("WECHAT_", "LOG_LEVEL"))}
    env = {**clean, **PRODUCTION, **shape, "PROMETHEUS_MULTIPROC_DIR": str(metrics), "BENCH_HELD": APPLICATIONS[name]}
    application = "bench.held:create_app" if is_held else APPLICATIONS[name]
    as_deployed = web_command(Settings.from_env(env))
    argv = [application if part == APPLICATIONS["ours"] else part for part in as_deployed]
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        yield Server(name, url, port, process, _first_answer(process, port, name))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _first_answer(process: subprocess.Popen[bytes], port: int, name: str) -> float:
    started = time.monotonic()
    while time.monotonic() - started < START_SECONDS and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return time.monotonic() - started
        time.sleep(0.02)
    raise RuntimeError(f"{name} did not start; see {name}.log")
