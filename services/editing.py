"""Two people editing one thing: the row's version rises with each change, and the second is told."""

from __future__ import annotations

from typing import Any


def read_at(column: Any, version: int | None) -> tuple[Any, ...]:
    """The guard, for WHERE, of an editor who read that version; none for a caller that names only what changes.

    Who writes raises the version in the same statement; where the guard matched nothing, ChangedMeanwhile is due.
    """
    return () if version is None else (column == version,)
