"""Column types of our own: instants, states, secrets. (Their Python types stand in fields.pyi.)"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Any

import peewee
from playhouse.fields import EnumField

from models.encryption import key_ring


class UTCDateTimeField(peewee.Field):
    """An instant: aware in Python, UTC in the database, to the microsecond.

    It travels as text of one fixed width, which every engine reads and SQLite also sorts.
    """

    field_type = "DATETIME"

    def get_modifiers(self) -> list[int]:
        return [6]

    def db_value(self, value: datetime.datetime | None) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{self.name}: an instant needs a time zone")
        return value.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")

    def python_value(self, value: Any) -> datetime.datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.datetime.fromisoformat(f"{value}+00:00")  # in one step: lists have many instants
        instant: datetime.datetime = value.replace(tzinfo=datetime.UTC)
        return instant


class Sealed(str):
    """Personal data still as cipher text; opened when somebody reads it, which few requests do."""

    __slots__ = ()


class OpeningAccessor(peewee.FieldAccessor):
    """Opens what a hot query (models/compiled.py) left sealed."""

    def __get__(self, instance: Any, instance_type: type | None = None) -> Any:
        value = super().__get__(instance, instance_type)
        if isinstance(value, Sealed):
            value = instance.__data__[self.name] = key_ring.decrypt(value)
        return value


class EncryptedField(peewee.TextField):
    """Personal data that the database and its backups hold only as cipher text."""

    accessor_class = OpeningAccessor

    def db_value(self, value: str | None) -> str | None:
        if value is None or isinstance(value, Sealed):  # never opened, so it is still what the database has
            return value
        return key_ring.encrypt(value)

    def python_value(self, value: str | None) -> str | None:
        return None if value is None else key_ring.decrypt(value)


class StateField(EnumField):
    """A StrEnum, stored by its value; anything else is refused on the way in.

    No CHECK in the table: states are added by later versions, and SQLite could not change the check.
    """

    def __init__(self, states: type[StrEnum], **options: Any) -> None:
        super().__init__(states, max_length=24, **options)
        self._state_of = {state.value: state for state in states}

    def python_value(self, value: str | None) -> StrEnum | None:
        return None if value is None else self._state_of[value]
