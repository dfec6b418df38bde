"""Hot queries: built once by the ORM, run many times as they are.

Building SQL anew is most of what an ORM call costs. The few queries of the hottest paths are therefore
compiled once per engine. Each stays an ordinary peewee query, with slots where its values go; the
tests compare what it answers with the same query built anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import peewee

from models.base import BaseModel
from models.database import database

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in a compiled query, converted as the column it is compared with."""

    name: str
    column: peewee.Field[Any]


def slot(name: str, column: peewee.Field[Any]) -> peewee.SQL:
    """A slot to write into a query in place of a value."""
    return peewee.SQL(database.param, (Slot(name, column),))


class Compiled:
    """A query built by `build` when it is first run on an engine, and kept.

    Values are given by their slots' names; a row's columns come back as the database has them, or as
    a model's own with `first`.
    """

    def __init__(self, build: Callable[[], peewee.Query]) -> None:
        self._build = build
        self._sql_of: dict[type, tuple[str, list[Any]]] = {}

    def sql(self) -> tuple[str, list[Any]]:
        """The statement for the present engine and its parameters, slots among them."""
        engine = type(database.obj)
        if engine not in self._sql_of:
            sql, parameters = self._build().sql()
            self._sql_of[engine] = (sql, list(parameters))
        return self._sql_of[engine]

    def run(self, **values: Any) -> Any:
        """Execute it; answers the driver's cursor."""
        sql, parameters = self.sql()
        return database.execute_sql(sql, [_fill(parameter, values) for parameter in parameters])

    def count(self, **values: Any) -> int:
        """Execute an UPDATE or INSERT; answers how many rows it touched."""
        return int(self.run(**values).rowcount)

    def insert(self, **values: Any) -> int:
        """Execute an INSERT; answers the new row's id."""
        cursor = self.run(**values)
        return int(cursor.fetchone()[0]) if database.returning_clause else int(cursor.lastrowid)

    def first(self, model: type[M], **values: Any) -> M | None:
        """The first row as an instance of the model; columns of other tables become plain attributes."""
        return next(self.all(model, **values), None)

    def all(self, model: type[M], **values: Any) -> Iterator[M]:
        """The rows as instances of the model."""
        sql, parameters = self.sql()
        return iter(model.raw(sql, *[_fill(parameter, values) for parameter in parameters]))


def _fill(parameter: Any, values: dict[str, Any]) -> Any:
    if isinstance(parameter, Slot):
        return parameter.column.db_value(values[parameter.name])  # type: ignore[no-untyped-call]
    return parameter
