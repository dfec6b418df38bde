"""What every table shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import peewee

from models.database import database


class BaseModel(peewee.Model):
    """A row of *the* database, numbered from 1."""

    if TYPE_CHECKING:
        id: Any

    class Meta:
        database = database
        legacy_table_names = False


class RowsAreKept(Exception):
    """A program tried to change or remove a row of a table that only grows."""


class AppendOnly:
    """Mix in before BaseModel: rows are added, never changed or removed, whatever the caller means to do.

    This binds the application; whoever holds the database's password is bound only by the grants there.
    """

    @classmethod
    def _refuse(cls, *_args: Any, **_options: Any) -> NoReturn:
        raise RowsAreKept(f"{cls.__name__} is append-only")

    update = delete = replace = replace_many = bulk_update = truncate_table = _refuse

    def save(self, force_insert: bool = False, only: Any = None) -> Any:
        if not force_insert and self.id is not None:  # type: ignore[attr-defined]  # a model's
            self._refuse()
        return super().save(force_insert=force_insert, only=only)  # type: ignore[misc]  # a model's
