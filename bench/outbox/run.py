"""One round after the other of ten thousand messages, the worker and the floor by turns."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from bench.databases import ROOT, Engine
from bench.outbox.endpoint import LATENCY_SECONDS
from bench.servers import PRODUCTION

MESSAGES = 10_000
CONNECTIONS = (32, 128)
PORT = 18150
MODULES = {"ours": "bench.outbox.worker", "floor": "bench.outbox.floor"}
MOST_SECONDS = 240
HEAD = (
    "| engine | act | connections | target | messages/s median (min–max) | of connections ÷ latency | CPU ms |"
    " MB early → most | checks |\n|---|---|---|---|---|---|---|---|---|"
)

NOTICE = 1_000_000_000  # its id; the seed has fewer
FIELDS = '{"thing1": "周六主题党日", "thing2": "九点在村部，请带好党徽", "time3": "2026年11月28日 09:00"}'
RESET = (
    # Nothing for the worker's upkeep: the seed's old wishes and claims would all be expired and released meanwhile.
    "DELETE FROM claim",
    "UPDATE wish SET status = 'withdrawn', shares_taken = 0 WHERE status <> 'withdrawn'",
    "DELETE FROM grant_entry",
    "DELETE FROM subscription_grant",
    "DELETE FROM delivery WHERE status <> 'delivered' OR notice_id = 1000000000",
    "DELETE FROM notice WHERE id = 1000000000",
    "DELETE FROM identity WHERE appid = 'wx-bench'",
    "INSERT INTO identity (appid, openid, person_id, created_at) SELECT 'wx-bench', 'o-' || id, id, created_at"
    f" FROM person WHERE id <= {MESSAGES}",
    "INSERT INTO subscription_grant (identity_id, template_id, remaining) SELECT id, 'bench-notice', 1"
    " FROM identity WHERE appid = 'wx-bench'",
    "INSERT INTO notice (id, kind, status, is_urgent, purpose, title, body, page, fields, created_at)"
    f" SELECT {NOTICE}, 'mass', 'sent', is_on_roster, 'notice', '周六主题党日', '', 'inbox/notice/notice', '{FIELDS}',"
    " created_at FROM person WHERE id = 1",
    "INSERT INTO delivery (notice_id, person_id, status, reason, attempts, due_at)"
    f" SELECT {NOTICE}, id, 'pending', '', 0, created_at FROM person WHERE id <= {MESSAGES}",
)
TABLES = ("identity", "subscription_grant", "grant_entry", "notice", "delivery")
OPEN = f"SELECT count(*) FROM delivery WHERE notice_id = {NOTICE} AND status IN ('pending', 'sending')"
CHECKS = {
    "not marked as delivered": f"SELECT count(*) FROM delivery WHERE notice_id = {NOTICE} AND status <> 'delivered'",
    "grant not used": "SELECT count(*) FROM subscription_grant WHERE remaining <> 0",
    "ledger is wrong": f"SELECT {MESSAGES} - count(DISTINCT delivery_id) FROM grant_entry WHERE change = -1",
}


def run(engine: Engine, rows: int, rounds: int, targets: list[str], folder: Path) -> Iterator[dict[str, Any]]:
    """Every round of every number of connections; prints a line for each."""
    with contextlib.ExitStack() as stack:
        urls = {name: engine.copy(name, rows) for name in targets}
        for url in urls.values():
            stack.callback(engine.drop, url)
        for connections in CONNECTIONS:
            for _ in range(rounds):
                for name, url in urls.items():
                    result = _measure(engine, name, url, connections, folder)
                    print(_line(result), flush=True)
                    yield result


def _measure(engine: Engine, name: str, url: str, connections: int, folder: Path) -> dict[str, Any]:
    with engine.connect(url) as cursor:
        for statement in RESET:
            cursor.execute(statement)
        engine.settle(cursor, TABLES)
        with _running("endpoint", ["bench.outbox.endpoint", str(PORT)], {}, folder):
            env = {
                "DATABASE_URL": url,
                "WORKER_SEND_THREADS": str(connections),
                "BENCH_ENDPOINT": f"http://127.0.0.1:{PORT}",
                "WECHAT_MINI_TEMPLATES": "notice:bench-notice",
            }
            with _running(name, [MODULES[name]], env, folder) as process:
                spent = _wait_until_done(cursor, process)
            told = _told()
        broken = [what for what, sql in CHECKS.items() if _count(cursor, sql) != 0]
    if (told["messages"], told["people"]) != (MESSAGES, MESSAGES):
        broken.append(f"{told['messages']} arrived at {told['people']} people")
    rate = told["messages"] / told["seconds"] if told["seconds"] else 0.0
    of_possible = rate / (connections / LATENCY_SECONDS)
    return {"engine": engine.name, "connections": connections, "target": name, "rate": rate,
            "of_possible": of_possible, "broken": broken, **spent}  # fmt: skip


def _wait_until_done(cursor: Any, process: subprocess.Popen[bytes]) -> dict[str, float]:
    """Watch the process until no message is open: what it spent, and its memory early and at the most."""
    watched, memory, deadline = psutil.Process(process.pid), [], time.monotonic() + MOST_SECONDS
    cpu = 0.0
    while time.monotonic() < deadline and _count(cursor, OPEN) > 0 and process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            memory.append((_count(cursor, OPEN), watched.memory_info().rss / 2**20))
            cpu = sum(watched.cpu_times()[:2])
        time.sleep(0.25)
    early = [megabytes for left, megabytes in memory if 0.5 * MESSAGES < left < 0.9 * MESSAGES] or [0.0]
    return {"cpu_ms": cpu / MESSAGES * 1000, "early_mb": early[0], "most_mb": max([mb for _, mb in memory] or [0.0])}


@contextlib.contextmanager
def _running(name: str, arguments: list[str], extra: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WECHAT_")}
    with (folder / f"outbox-{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=ROOT, env={**clean, **PRODUCTION, **extra}, stdout=log, stderr=log
        )
    try:
        if name == "endpoint":
            _wait_for_endpoint()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_endpoint() -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            _told()
            return
        time.sleep(0.05)
    raise RuntimeError("the endpoint did not start")


def _told() -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/told", timeout=5) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def _count(cursor: Any, sql: str) -> int:
    cursor.execute(sql)
    return int(cursor.fetchone()[0])


def _line(result: dict[str, Any]) -> str:
    memory = f"{result['early_mb']:.0f} → {result['most_mb']:.0f} MB"
    return (
        f"{result['engine']} H6 {result['connections']} connections {result['target']:6} {result['rate']:5.0f}/s"
        f"  {result['of_possible']:.0%}  CPU {result['cpu_ms']:.2f} ms  {memory} {result['broken'] or ''}"
    )


def table(results: list[dict[str, Any]]) -> str:
    """Medians over the rounds."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for result in results:
        key = (result["engine"], "H6", str(result["connections"]), result["target"])
        groups.setdefault(key, []).append(result)
    return "\n".join([HEAD, *(_row(key, runs) for key, runs in groups.items())])


def _row(key: tuple[str, ...], runs: list[dict[str, Any]]) -> str:
    def median(name: str) -> float:
        return statistics.median(run[name] for run in runs)

    rates = [run["rate"] for run in runs]
    cells = [
        *key,
        f"{median('rate'):.0f} ({min(rates):.0f}–{max(rates):.0f})",
        f"{median('of_possible'):.0%}",
        f"{median('cpu_ms'):.2f}",
        f"{median('early_mb'):.0f} → {median('most_mb'):.0f}",
        ", ".join(sorted({each for run in runs for each in run["broken"]})) or "ok",
    ]
    return f"| {' | '.join(cells)} |"
