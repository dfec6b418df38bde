"""Hot queries: built once by the ORM, run many times as they are.

Building SQL anew is most of what an ORM call costs, and turning rows into objects most of the rest. The few
queries of the hottest paths are therefore compiled once per engine: their SQL, how each value goes in, how
each column comes out. Each stays an ordinary peewee query, with slots where its values go; the tests compare
what it answers with the same query built anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import peewee

from models.base import BaseModel
from models.database import database
from models.fields import EncryptedField, Sealed
from models.prepared import PreparedStatement

M = TypeVar("M", bound=BaseModel)
Convert = Callable[[Any], Any]

# Columns that every driver answers as Python has them.
AS_THEY_COME = (
    *(peewee.AutoField, peewee.IntegerField, peewee.SmallIntegerField, peewee.ForeignKeyField),
    *(peewee.CharField, peewee.TextField),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in a compiled query, converted as the column it is compared with."""

    name: str
    column: peewee.Field[Any]


def slot(name: str, column: peewee.Field[Any]) -> peewee.SQL:
    """A slot to write into a query in place of a value."""
    return peewee.SQL(database.param, (Slot(name, column),))


class Statement:
    """A compiled query on one engine."""

    def __init__(self, query: peewee.Query) -> None:
        self.sql, parameters = query.sql()
        self._parameters = [
            (parameter.name, parameter.column.db_value) if isinstance(parameter, Slot) else (None, parameter)
            for parameter in parameters
        ]
        self._prepared = PreparedStatement(self.sql) if isinstance(database.obj, peewee.PostgresqlDatabase) else None
        self._rows = _RowReader(query) if isinstance(query, peewee.ModelSelect) else None

    def run(self, values: dict[str, Any]) -> Any:
        filled = [given if name is None else given(values[name]) for name, given in self._parameters]
        return self._prepared.run(filled) if self._prepared else database.execute_sql(self.sql, filled)

    def instances(self, values: dict[str, Any]) -> Iterator[Any]:
        assert self._rows is not None, "only a SELECT answers rows"
        return map(self._rows.instance, self.run(values))


class _RowReader:
    """Turns a row into an instance of the model selected from.

    Columns of a model it points at make that instance too. Aliased ones become plain attributes, as the
    database has them. It fills the insides of an instance as peewee's own reader does, without asking for
    each row anew what each column is. Personal data stays sealed until somebody reads it.
    """

    def __init__(self, query: peewee.ModelSelect[Any]) -> None:
        self._model = query.model
        self._own: list[tuple[str, int]] = []
        self._beside: list[tuple[str, int]] = []
        self._joined: dict[type[peewee.Model], list[tuple[str, int]]] = {}
        self._converts: list[tuple[int, Convert]] = []
        for position, node in enumerate(query._returning):  # type: ignore[attr-defined]
            field = node.unwrap()
            if node.is_alias():
                self._beside.append((node._alias, position))
                continue
            place = self._own if field.model is self._model else self._joined.setdefault(field.model, [])
            place.append((field.name, position))
            if type(field) not in AS_THEY_COME:
                self._converts.append((position, _converter(field)))
        self._foreign_keys = {model: self._model._meta.model_refs[model][0].name for model in self._joined}

    def instance(self, row: tuple[Any, ...]) -> Any:
        values = list(row)
        for position, convert in self._converts:
            if values[position] is not None:
                values[position] = convert(values[position])
        instance = _filled(self._model, values, self._own)
        for name, position in self._beside:
            instance.__dict__[name] = values[position]
        for model, columns in self._joined.items():
            instance.__rel__[self._foreign_keys[model]] = _filled(model, values, columns)
        return instance


def _converter(field: Any) -> Convert:
    if isinstance(field, EncryptedField):  # type: ignore[arg-type]  # a class; its stub is a function
        return Sealed
    convert: Convert = field.python_value
    return bool if type(field) is peewee.BooleanField else convert


def _filled(model: Any, values: list[Any], columns: list[tuple[str, int]]) -> Any:
    instance = model.__new__(model)
    instance.__data__ = {name: values[position] for name, position in columns}
    instance.__rel__ = {}
    instance._dirty = set()
    return instance


class Compiled:
    """A query built by `build` when it is first run on an engine, and kept.

    Values are given by their slots' names; a row's columns come back as the database has them, or as
    a model's own with `first` and `all`.
    """

    def __init__(self, build: Callable[[], peewee.Query]) -> None:
        self.build = build
        self._statements: dict[type, Statement] = {}

    def run(self, **values: Any) -> Any:
        """Execute it; answers the driver's cursor."""
        return self._statement().run(values)

    def count(self, **values: Any) -> int:
        """Execute an UPDATE or INSERT; answers how many rows it touched."""
        return int(self.run(**values).rowcount)

    def insert(self, **values: Any) -> int:
        """Execute an INSERT; answers the new row's id."""
        cursor = self.run(**values)
        return int(cursor.fetchone()[0]) if database.returning_clause else int(cursor.lastrowid)

    def first(self, model: type[M], **values: Any) -> M | None:
        """The first row as an instance of the model; see _RowReader."""
        return next(self.all(model, **values), None)

    def all(self, _model: type[M], **values: Any) -> Iterator[M]:
        """The rows as instances of the model."""
        return self._statement().instances(values)

    def _statement(self) -> Statement:
        engine = type(database.obj)
        if engine not in self._statements:
            self._statements[engine] = Statement(self.build())
        return self._statements[engine]
