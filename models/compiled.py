"""Hot queries: built once by the ORM, run many times as they are.

Building SQL anew is most of what an ORM call costs, and turning rows into objects most of the rest. The few
queries of the hottest paths are therefore compiled once per engine: their SQL, how each value goes in, how
each column comes out. Each stays an ordinary peewee query, with slots where its values go; the tests compare
what it answers with the same query built anew.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
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

    @property
    def convert(self) -> Convert | None:
        """How a value goes in; None for what every driver takes as Python has it."""
        return None if type(self.column) in AS_THEY_COME else self.column.db_value


def slot(name: str, column: peewee.Field[Any]) -> peewee.SQL:
    """A slot to write into a query in place of a value."""
    return peewee.SQL(database.param, (Slot(name, column),))


class Statement:
    """A compiled query on one engine."""

    def __init__(self, query: peewee.Query) -> None:
        self.sql, parameters = query.sql()
        self._parameters = [
            (parameter.name, parameter.convert) if isinstance(parameter, Slot) else (None, parameter)
            for parameter in parameters
        ]
        self._prepared = PreparedStatement(self.sql) if isinstance(database.obj, peewee.PostgresqlDatabase) else None
        self._rows = _RowReader(query) if isinstance(query, peewee.ModelSelect) else None

    def run(self, values: dict[str, Any]) -> Any:
        filled = [
            given if name is None else values[name] if given is None else given(values[name])
            for name, given in self._parameters
        ]
        return self._prepared.run(filled) if self._prepared else database.execute_sql(self.sql, filled)

    def instances(self, values: dict[str, Any]) -> Iterator[Any]:
        assert self._rows is not None, "only a SELECT answers rows"
        return map(self._rows.instance, self.run(values))


class _RowReader:
    """Turns a row into an instance of the model selected from.

    Columns of a model that it, or one before, points at make that instance too. Aliased ones become plain
    attributes, as the database has them. It fills the insides of an instance as peewee's own reader does,
    without asking for each row anew what each column is. Personal data stays sealed until somebody reads it.
    """

    def __init__(self, query: peewee.ModelSelect[Any]) -> None:
        self._model = query.model
        self._beside: list[tuple[str, int]] = []
        self._converts: list[tuple[int, Convert]] = []
        columns: dict[type[peewee.Model], list[tuple[str, int]]] = {self._model: []}
        for position, node in enumerate(query._returning):  # type: ignore[attr-defined]  # not in its stubs
            if alias := getattr(node, "_alias", None):  # of a column, a count, a query in brackets
                self._beside.append((alias, position))
                continue
            field = node.unwrap()
            columns.setdefault(field.model, []).append((field.name, position))
            if type(field) not in AS_THEY_COME:
                self._converts.append((position, _converter(field)))
        self._fill_own = _filler(self._model, columns.pop(self._model))
        self._joined = [
            (model, parent, name, _filler(model, columns[model]))
            for model, parent, name in _find_places(self._model, columns)
        ]

    def instance(self, row: tuple[Any, ...]) -> Any:
        values = list(row)
        for position, convert in self._converts:
            if values[position] is not None:
                values[position] = convert(values[position])
        instance = self._fill_own(values)
        for name, position in self._beside:
            instance.__dict__[name] = values[position]
        if self._joined:
            made = {self._model: instance}
            for model, parent, foreign_key, fill in self._joined:
                made[model] = made[parent].__rel__[foreign_key] = fill(values)
                made[parent].__data__.setdefault(foreign_key, made[model].__data__.get("id"))
        return instance


def _find_places(
    own: type[peewee.Model], joined: Iterable[type[peewee.Model]]
) -> Iterator[tuple[type[peewee.Model], type[peewee.Model], str]]:
    """Each joined model, the model that points at it, and the foreign key it does so by."""
    known = [own]
    for model in joined:
        parent = next(parent for parent in known if model in parent._meta.model_refs)
        yield model, parent, parent._meta.model_refs[model][0].name
        known.append(model)


class _SomeColumns(dict[str, Any]):
    """The data of an instance whose other columns were not read: asking for one is a mistake, not None."""

    def __missing__(self, name: str) -> Any:
        raise RuntimeError(f"{name} was not read")

    def get(self, name: str, _default: Any = None) -> Any:  # peewee asks so for foreign keys
        return self[name]


def _filler(model: Any, columns: list[tuple[str, int]]) -> Callable[[list[Any]], Any]:
    """How an instance is made of a row's values."""
    names = tuple(name for name, _ in columns)
    positions = [position for _, position in columns]
    kind = dict if len(names) == len(model._meta.fields) else _SomeColumns
    pick: Callable[[list[Any]], Any] = operator.itemgetter(*positions, -1) if positions else lambda _values: ()

    def fill(values: list[Any]) -> Any:
        instance = model.__new__(model)
        # itemgetter answers no tuple for one position: the last value is picked besides, and zip leaves it out.
        instance.__data__ = kind(zip(names, pick(values)))  # noqa: B905 (see above)
        instance.__rel__ = {}
        instance._dirty = set()
        return instance

    return fill


def _converter(field: Any) -> Convert:
    if isinstance(field, EncryptedField):  # type: ignore[arg-type]  # a class; its stub is a function
        return Sealed
    convert: Convert = field.python_value
    return bool if type(field) is peewee.BooleanField else convert


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
