# Which Python type each column holds: peewee's own stubs are generic, its classes are not.
import datetime
from enum import StrEnum
from typing import Any, Literal, TypeVar, overload

import peewee

S = TypeVar("S", bound=StrEnum)

@overload
def UTCDateTimeField(*, null: Literal[True], **options: Any) -> peewee.Field[datetime.datetime | None]: ...
@overload
def UTCDateTimeField(**options: Any) -> peewee.Field[datetime.datetime]: ...
@overload
def EncryptedField(*, null: Literal[True], **options: Any) -> peewee.Field[str | None]: ...
@overload
def EncryptedField(**options: Any) -> peewee.Field[str]: ...
@overload
def StateField(states: type[S], *, null: Literal[True], **options: Any) -> peewee.Field[S | None]: ...
@overload
def StateField(states: type[S], **options: Any) -> peewee.Field[S]: ...
