"""Prometheus metrics, added up over all workers when PROMETHEUS_MULTIPROC_DIR is set."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable

from prometheus_client import REGISTRY as PROCESS_REGISTRY
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

REQUESTS = Counter("http_requests_total", "Requests answered", ["rule", "method", "status"])
SECONDS = Histogram(
    "http_request_seconds",
    "Time to answer, in seconds",
    ["rule"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def observe_request(rule: str, method: str, status: int, seconds: float) -> None:
    count, duration = _series(rule, method, status)
    count.inc()
    duration.observe(seconds)


@functools.cache
def _series(rule: str, method: str, status: int) -> tuple[Counter, Histogram]:
    """The series of one kind of answer: few, so each is looked up once."""
    return REQUESTS.labels(rule, method, str(status)), SECONDS.labels(rule)


def as_text() -> bytes:
    """All metrics in Prometheus' text format."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(PROCESS_REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)


def gauges(name: str, what: str, values: Iterable[tuple[dict[str, str], float]]) -> bytes:
    """Numbers that are read elsewhere at this moment, in the same format."""
    registry = CollectorRegistry()
    gauge: Gauge | None = None
    for labels, value in values:
        gauge = gauge or Gauge(name, what, list(labels), registry=registry)
        gauge.labels(**labels).set(value)
    return generate_latest(registry)
