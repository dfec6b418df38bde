"""What the bench must know of a hot act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import Flask

from bench.floor_store import Store


class Request(NamedTuple):
    """One call of the API by a person of the seed; a POST gets an Idempotency-Key of its own."""

    method: str
    path: str
    person_id: int
    body: dict[str, Any] | None = None


@dataclass(frozen=True)
class Act:
    """`requests` answers, for so many rows, what is asked in the order it is played.

    `reset` undoes what an earlier run wrote to `tables`. Each of `checks` counts broken promises and must
    answer 0; `stored` counts the rows that as many acknowledged requests (2xx) must have left.
    """

    case: str
    what: str
    requests: Callable[[int], Iterator[Request]]
    floor: Callable[[Flask, Store], None]
    reset: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    checks: dict[str, str] = field(default_factory=dict)
    stored: str | None = None
