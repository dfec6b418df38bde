"""Forms: validated by pydantic, kept as they were typed until they are accepted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from flask import g, request
from markupsafe import escape
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from services.errors import ChangedMeanwhile, Conflict, Invalid, Unavailable
from services.local_time import SHANGHAI
from services.texts import TextHeld
from web.console.page import Page
from web.errors import fields_of, status_of
from web.fields import LARGEST_ID, of_our_time

F = TypeVar("F", bound="Form")


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


def _as_instant(value: Any) -> Any:
    """What <input type="datetime-local"> sends, which is local time without an offset."""
    if not isinstance(value, str) or value == "":
        return None
    return of_our_time(datetime.datetime.fromisoformat(value)).replace(tzinfo=SHANGHAI).astimezone(datetime.UTC)


# A number, a day or a choice that may be left out: a browser sends it as an empty text.
T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(_empty_is_none)]
LocalInstant = Annotated[datetime.datetime, BeforeValidator(_as_instant)]
MaybeInstant = Annotated[datetime.datetime | None, BeforeValidator(_as_instant)]


class Form(BaseModel):
    """What a form may say. Other fields (the token against forgery, a button's name) are passed over."""

    model_config = ConfigDict(extra="ignore")

    released: str = ""  # ticked: I have read what WeChat doubted, and answer for it


class EditForm(Form):
    """A form that changes something: `version` is the row's when it was opened."""

    version: Annotated[int, Field(ge=-1, le=LARGEST_ID)]

    def refuse_stale(self, present: int) -> None:
        """Raise ChangedMeanwhile before anything is asked or said about a row that reads otherwise by now.

        The service guards once more, in the database.
        """
        if self.version != present:
            raise ChangedMeanwhile()


@dataclass(slots=True)
class Typed:
    """A form as the page shows it: what stands in the fields, and what is wrong with it.

    `present` is what the row says now, for the second of two editors. `is_held` asks the writer to answer for it.
    """

    values: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""
    is_second_editor: bool = False
    is_held: bool = False  # the text waits for its writer to read it again

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def all(self, name: str) -> list[str]:
        """Every value of a field that may be ticked several times."""
        return self.values.getlist(name)


def read_leniently() -> Typed:
    """A form that is still being written."""
    return Typed(values=MultiDict(request.form))


def filled(**values: Any) -> Typed:
    """A form for something that exists: what the row says stands in the fields."""
    typed = Typed()
    for name, value in values.items():
        typed.values.setlist(name, [_as_typed(each) for each in (value if isinstance(value, list) else [value])])
    return typed


def _as_typed(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, datetime.datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return str(value)


def submit(form_type: type[F], act: Callable[[F], Page], *, again: Callable[[Typed], Page]) -> Page:
    """Read the form and act on it; when it is refused, show it `again` with what was typed and why.

    What one may not see or do (NotFound, NotAllowed) has a page of its own and passes through.
    """
    typed = Typed(values=MultiDict(request.form))
    try:
        return act(form_type.model_validate(for_pydantic(form_type, request.form)))
    except ValidationError as error:
        typed.errors, typed.message, status = fields_of(error), Invalid.message, 422
    except (Invalid, Conflict, Unavailable) as refusal:
        typed.errors, typed.message, status = refusal.fields, refusal.message, status_of(refusal)
        typed.is_second_editor = isinstance(refusal, ChangedMeanwhile)
        typed.is_held = isinstance(refusal, TextHeld)
    shown = again(typed)
    assert isinstance(shown, str), "a form is shown again as a page"
    if _keep_what_is_gone(shown, typed):
        shown = again(typed)
        assert isinstance(shown, str), "a form is shown again as a page"
    return shown, status


def _keep_what_is_gone(shown: str, typed: Typed) -> bool:
    """A row that has moved on may have taken its form off the page: the layout then says why, and what was typed.

    It goes back to its writer in this one answer, and is kept nowhere else.
    """
    g.refused_for = "" if escape(typed.message) in shown else typed.message
    g.typed_before = [text for text in written(typed.values) if escape(text) not in shown]
    return bool(g.refused_for or g.typed_before)


def written(sent: MultiDict[str, str]) -> list[str]:
    """What a person wrote into a form, without its numbers, keys and choices, which are words of ours."""
    return [text for _, text in sent.items(multi=True) if not text.isascii() or len(text.split()) > 1]


def for_pydantic(form_type: type[Form], sent: MultiDict[str, str]) -> Mapping[str, Any]:
    """One text for each field; a list where the form declares one."""
    lists = {name for name, info in form_type.model_fields.items() if _is_list(info.annotation)}
    return {name: sent.getlist(name) if name in lists else sent[name] for name in {*sent, *lists}}


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) in (list, frozenset, set)
