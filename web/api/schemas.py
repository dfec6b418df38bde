"""The words of the API: what every body, answer and list shares."""

from __future__ import annotations

import copy
import datetime
import functools
from typing import Annotated, Any, Generic, Self, TypeVar

from flask import Response
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from services.local_time import SHANGHAI
from web.api.document import keep_examples
from web.fields import LARGEST_ID, Id, Text

__all__ = ["Id", "Text"]  # for the handlers, beside the words below

T = TypeVar("T")


def _in_shanghai(instant: datetime.datetime) -> str:
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds")


# ISO 8601 with offset, shown in Asia/Shanghai.
Instant = Annotated[datetime.datetime, PlainSerializer(_in_shanghai, return_type=str)]


class Described(BaseModel):
    """A model whose examples reach the OpenAPI document."""

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """Made once: flask-openapi3 asks for a query's on each request, and at the start for each route's errors."""
        if not args and not options:
            return cls._schema()
        return copy.deepcopy(cls._schema(*args, **options))  # the document takes it apart

    @classmethod
    @functools.cache
    def _schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        schema: dict[str, Any] = keep_examples(super().model_json_schema(*args, **options))
        return schema


class Body(Described):
    """A request's body: unknown fields are refused; none at all is an empty one."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Only of the body itself: a null inside is no empty object."""
        return super().model_validate({} if obj is None else obj, **options)


class NoBody(Body):
    """A command that needs nothing said."""


class ToldBody(Body):
    """What a seat writes to others: WeChat's content check reads it, or its writer answers for it."""

    is_released: bool = Field(False, description="I have read the text that `text_held` doubted, and answer for it")


class Page(Described):
    """Which part of a list: up to `limit` items after the cursor that the part before ended with."""

    limit: int = Field(20, ge=1, le=100, description="At most this many items")
    after: str | None = Field(None, pattern=r"^[1-9]\d{0,9}$", description="`next` of the part before")

    @property
    def after_id(self) -> int | None:
        return min(int(self.after), LARGEST_ID) if self.after else None


class Answer(Described):
    """What an operation answers."""

    def to_response(self, status: int = 200) -> Response:
        return Response(self.model_dump_json(), status=status, content_type="application/json")


class ListAnswer(Answer, Generic[T]):
    """One part of a list; `next` is null at its end."""

    items: list[T]
    next: str | None


def part_of_list(items: list[T], last_ids: list[int], limit: int) -> ListAnswer[T]:
    """A list's part, when one row more than `limit` was asked for (`last_ids`) to see whether it goes on."""
    more = len(last_ids) > limit
    return ListAnswer[Any](items=items[:limit], next=str(last_ids[limit - 1]) if more else None)


class Error(BaseModel):
    code: str = Field(examples=["wish_already_claimed"], description="Stable, for programs")
    message: str = Field(examples=["这个微心愿已被认领，看看别的心愿吧"], description="For people, in plain Chinese")
    fields: dict[str, str] | None = Field(None, examples=[{"title": "请填写"}])


class ErrorAnswer(Answer):
    error: Error


class OrganisationRef(BaseModel):
    id: int = Field(examples=[5])
    name: str = Field(examples=["东坑村"])
