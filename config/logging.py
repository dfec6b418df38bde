"""Structured logs: one JSON line per event, without personal data, tokens or query strings."""

from __future__ import annotations

import json
import logging
import sys

import structlog

# One for all lines: json.dumps would make another each time.
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)


def _as_json(event: object, **_options: object) -> str:
    return _ENCODER.encode(event)


def configure_logging(level: str) -> None:
    """Send our events and the libraries' warnings to standard error as JSON lines."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
