"""`make bench`: the hot acts on the application and on the bare floor, in one interleaved run."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil

from bench import report
from bench.acts import ACTS
from bench.acts.act import Act
from bench.databases import DEFAULT_POSTGRESQL, ROOT, Engine, Postgresql, Sqlite
from bench.held import held_per_process
from bench.load import play, write_requests
from bench.outbox import run as outbox
from bench.servers import Server, serving

WORK = ROOT / "var" / "bench"
FIRST_PORT = 18100
OUTBOX = "H6"  # not a request but the worker's work: see bench/outbox/
WARM_SECONDS = 2
# Threads per process as deployed (config/settings.py); the floor gets the same.
DEFAULT_THREADS = {"sqlite": 4, "postgresql": 8}


def main() -> int:
    options = _options()
    if shutil.which("wrk") is None:
        print("make bench 需要 wrk（Debian/Ubuntu: apt install wrk）")
        return 1
    WORK.mkdir(parents=True, exist_ok=True)
    results: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    for engine in _engines(options.engines):
        acts = [ACTS[case] for case in options.cases if case in ACTS]
        for threads in (options.threads or [DEFAULT_THREADS[engine.name]]) if acts else ():
            results += _run(engine, acts, threads, options)
        if OUTBOX in options.cases:
            sent += outbox.run(engine, options.rows, options.rounds, options.targets, WORK)
    for made, table in ((results, report.table), (sent, outbox.table)):
        if made:
            print(table(made))
    return 1 if any(result["broken"] or result.get("failed") for result in (*results, *sent)) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--cases", default=",".join((*ACTS, OUTBOX)), type=lambda text: text.split(","))
    parser.add_argument("--engines", default="sqlite,postgresql", type=lambda text: text.split(","))
    parser.add_argument("--targets", default="floor,ours", type=lambda text: text.split(","))
    parser.add_argument(
        "--threads", default=[], type=lambda text: [int(number) for number in text.split(",") if number]
    )
    parser.add_argument("--hold", action="store_true", help="hold threads as log-ins do while WeChat hangs")
    for name, value in (("rows", 100_000), ("rounds", 3), ("seconds", 10), ("connections", 64), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


def _engines(names: list[str]) -> Iterator[Engine]:
    if "sqlite" in names:
        yield Sqlite(WORK)
    if "postgresql" in names:
        server = os.environ.get("BENCH_PG") or DEFAULT_POSTGRESQL
        postgresql = Postgresql(server)
        if postgresql.answers():
            yield postgresql
        else:
            print(f"PostgreSQL is left out: nothing answers at {server} (set BENCH_PG)")


def _run(engine: Engine, acts: list[Act], threads: int, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Every act, round after round, on one server after the other; both stay up all the time."""
    with contextlib.ExitStack() as stack:
        servers = []
        for number, name in enumerate(options.targets):
            url = engine.copy(name, options.rows)
            stack.callback(engine.drop, url)
            shape = {"workers": options.workers, "threads": threads, "is_held": options.hold}
            servers.append(stack.enter_context(serving(name, url, FIRST_PORT + number, WORK, **shape)))
        for act in acts:
            for _ in range(options.rounds):
                for server in servers:
                    result = _measure(act, server, engine, threads, options)
                    shape_text = f"{options.workers}×{threads}" + (" held" if options.hold else "")
                    yield {"engine": engine.name, "shape": shape_text, **result}
        for server in servers:
            print(
                report.footprint(engine.name, server.name, server.seconds_to_first_answer, server.workers_megabytes())
            )


def _measure(act: Act, server: Server, engine: Engine, threads: int, options: argparse.Namespace) -> dict[str, Any]:
    """One round: undo the last one, play, settle, check that what was promised was kept."""
    with engine.connect(server.url) as cursor:
        for statement in act.reset:
            cursor.execute(statement)
        engine.settle(cursor, act.tables)
    requests = WORK / f"{server.name}.requests"
    write_requests(act.requests(options.rows), server.port, requests)  # now: codes to check in with live a minute
    with _holding(server, options.workers * held_per_process(threads) if options.hold else 0):
        warm = play(requests, server.port, first=0, seconds=WARM_SECONDS, connections=options.connections)
        _wait_until_idle(server)
        first, spent = warm["requests"] + options.connections, _cpu_seconds(server)
        run = play(requests, server.port, first=first, seconds=options.seconds, connections=options.connections)
        _wait_until_idle(server)
    run["cpu_ms"] = (_cpu_seconds(server) - spent) / run["requests"] * 1000
    run |= {"case": act.case, "target": server.name, "rate": run["requests"] / run["seconds"]}
    run["failed"] += warm["failed"] + run["socket_errors"]
    run["ran_out"] = bool(act.reset) and first + run["requests"] > run["prepared"]
    with engine.connect(server.url) as cursor:
        run["broken"] = _broken(act, cursor, acknowledged=warm["ok"] + run["ok"], unsure=2 * options.connections)
    print(report.line(engine.name, run), flush=True)
    return run


def _broken(act: Act, cursor: Any, *, acknowledged: int, unsure: int) -> list[str]:
    """Promises that were not kept; `unsure` requests were under way when a load stopped."""

    def count(sql: str) -> int:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])

    broken = [what for what, sql in act.checks.items() if count(sql) != 0]
    if act.stored is not None and not acknowledged <= (stored := count(act.stored)) <= acknowledged + unsure:
        broken.append(f"{acknowledged} acknowledged, {stored} stored")
    return broken


def _wait_until_idle(server: Server, most_seconds: float = 15) -> None:
    """Requests that were under way when the load stopped still finish; wait for the server's CPU to rest."""
    deadline = time.monotonic() + most_seconds
    while time.monotonic() < deadline:
        before = _cpu_seconds(server)
        time.sleep(0.2)
        if _cpu_seconds(server) - before < 0.02:
            return


def _cpu_seconds(server: Server) -> float:
    parent = psutil.Process(server.process.pid)
    return sum(sum(process.cpu_times()[:2]) for process in [parent, *parent.children(recursive=True)])


@contextlib.contextmanager
def _holding(server: Server, calls: int) -> Iterator[None]:
    """Keep so many threads of the server held all the time (see bench/held.py)."""
    stopping = threading.Event()

    def hold() -> None:
        while not stopping.is_set():
            with contextlib.suppress(OSError):
                request = urllib.request.Request(f"http://127.0.0.1:{server.port}/hold", method="POST")
                with contextlib.suppress(urllib.error.HTTPError):
                    urllib.request.urlopen(request, timeout=60).close()
            stopping.wait(0.05)

    # Twice as many callers as slots: which process a connection comes to is chance.
    callers = [threading.Thread(target=hold, daemon=True) for _ in range(calls * 2)]
    for caller in callers:
        caller.start()
    yield
    stopping.set()
    for caller in callers:
        caller.join()


if __name__ == "__main__":
    sys.exit(main())
