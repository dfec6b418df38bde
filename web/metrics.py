"""Prometheus metrics, added up over all workers when PROMETHEUS_MULTIPROC_DIR is set."""

from __future__ import annotations

import os

from prometheus_client import REGISTRY as PROCESS_REGISTRY
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("http_requests_total", "Requests answered", ["rule", "method", "status"])
SECONDS = Histogram(
    "http_request_seconds",
    "Time to answer, in seconds",
    ["rule"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def observe_request(rule: str, method: str, status: int, seconds: float) -> None:
    REQUESTS.labels(rule, method, str(status)).inc()
    SECONDS.labels(rule).observe(seconds)


def as_text() -> bytes:
    """All metrics in Prometheus' text format."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(PROCESS_REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
