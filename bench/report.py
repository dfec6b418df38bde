"""What a run is told as: a line per round, and at the end one table of medians."""

from __future__ import annotations

import statistics
from typing import Any

HEAD = (
    "| engine | act | shape | target | req/s median (min–max) | p50 ms | p99 ms | CPU ms | of the floor |"
    " p99 to the floor's | checks |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


def line(engine: str, run: dict[str, Any]) -> str:
    return (
        f"{engine} {run['case']} {run['target']:6} {run['rate']:6.0f}/s  p50 {run['p50']:.1f}  p99 {run['p99']:.1f}"
        f"  ok {run['ok']}  refused {run['refused']}  failed {run['failed']} {run['failure']} {run['broken'] or ''}"
    )


def footprint(engine: str, target: str, seconds: float, megabytes: list[float]) -> str:
    memory = ", ".join(f"{each:.0f}" for each in megabytes)
    return f"{engine} {target}: first answer after {seconds:.2f} s; web processes {memory} MB after the load"


def table(results: list[dict[str, Any]]) -> str:
    """Medians over the rounds, and their ratios to the floor of the same engine, act and shape."""
    groups: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for result in results:
        key = (result["engine"], result["case"], result["shape"], result["target"])
        groups.setdefault(key, []).append(result)
    rows = [HEAD]
    for key, runs in groups.items():
        floor = groups.get((*key[:3], "floor"))
        rates = [run["rate"] for run in runs]
        cells = [
            *key,
            f"{statistics.median(rates):.0f} ({min(rates):.0f}–{max(rates):.0f})",
            *(f"{_median(runs, each):.1f}" for each in ("p50", "p99")),
            f"{_median(runs, 'cpu_ms'):.2f}",
            *(f"{_median(runs, each) / _median(floor, each):.2f}" if floor else "" for each in ("rate", "p99")),
            _checks(runs),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _checks(runs: list[dict[str, Any]]) -> str:
    found = {broken for run in runs for broken in run["broken"]}
    if failed := sum(run["failed"] for run in runs):
        found.add(f"{failed} failed")
    if any(run["ran_out"] for run in runs):
        found.add("requests ran out: take fewer seconds")
    return ", ".join(sorted(found)) or "ok"
