"""Reading a push's fields: XML without document types or entities of its own, or JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal
from xml.parsers import expat

from pydantic_core import from_json

from wechat.push.refusals import PushMalformed

Format = Literal["json", "xml"]

DEEPEST = 16  # elements inside one another; WeChat's own have five
Fields = dict[str, Any]


def fields_of(body: bytes, form: Format) -> Fields:
    """The fields of a body in the format that the account is set to; raises PushMalformed for anything else.

    Text is kept to the character. In XML an element that occurs again and again becomes a list.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise PushMalformed("not_utf8") from None
    return _from_json(text) if form == "json" else _from_xml(text)


def _from_json(text: str) -> Fields:
    try:
        found = from_json(text, allow_inf_nan=False)
    except ValueError:
        raise PushMalformed("not_json") from None
    if not isinstance(found, dict):
        raise PushMalformed("not_an_object")
    return found


class _Element:
    def __init__(self, name: str) -> None:
        self.name = name
        self.text: list[str] = []
        self.children: Fields = {}

    def add(self, name: str, value: Any) -> None:
        if name not in self.children:
            self.children[name] = value
        elif isinstance(self.children[name], list):
            self.children[name].append(value)
        else:
            self.children[name] = [self.children[name], value]

    @property
    def value(self) -> Any:
        return self.children or "".join(self.text)


def _from_xml(text: str) -> Fields:
    open_elements = [_Element("")]

    def start(name: str, _attributes: dict[str, str]) -> None:
        if len(open_elements) > DEEPEST:
            raise PushMalformed("too_deep")
        open_elements.append(_Element(name))

    def end(_name: str) -> None:
        closed = open_elements.pop()
        open_elements[-1].add(closed.name, closed.value)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda data: open_elements[-1].text.append(data)
    parser.StartDoctypeDeclHandler = _refuse_because("doctype")
    parser.EntityDeclHandler = _refuse_because("entity")
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        raise PushMalformed("not_xml") from None
    root = open_elements[0].children.get("xml")
    if not isinstance(root, dict):
        raise PushMalformed("not_xml")
    return root


def _refuse_because(reason: str) -> Callable[..., None]:
    def refuse(*_declared: object) -> None:
        raise PushMalformed(reason)

    return refuse
