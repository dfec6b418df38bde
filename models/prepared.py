"""PostgreSQL plans a statement anew each time, which takes it longer than running a hot one; unless it is prepared.

A prepared statement belongs to its connection. A proxy that hands connections from one transaction to the
next (PgBouncer's transaction mode) therefore cannot stand in between; its session mode can.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from models.database import database

# One plan for all values: hot statements look rows up by index, whatever the values are.
SAME_PLAN = "SET plan_cache_mode = force_generic_plan"


# By connection, the names of what it has prepared. They are told apart by their SQL alone, so that it does not
# matter when two threads compile the same query at the same moment.
_prepared_on: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class PreparedStatement:
    """A statement that each connection prepares when it first runs it."""

    def __init__(self, sql: str) -> None:
        self._name = f"hot_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
        pieces = sql.split("%s")
        numbered = "".join(f"{piece}${number}" for number, piece in enumerate(pieces[:-1], 1)) + pieces[-1]
        self._prepare = f"PREPARE {self._name} AS {numbered}"
        marks = ", ".join(["%s"] * (len(pieces) - 1))
        self._execute = f"EXECUTE {self._name} ({marks})" if marks else f"EXECUTE {self._name}"

    def run(self, parameters: Sequence[Any]) -> Any:
        prepared = _prepared_on.setdefault(database.connection(), set())
        if self._name not in prepared:
            database.execute_sql(f"{SAME_PLAN}; {self._prepare}")
            prepared.add(self._name)
        return database.execute_sql(self._execute, parameters)
