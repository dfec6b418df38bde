"""The forms of a page as somebody in front of it finds them: where they go, what stands in each field."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "tel", "search")
DATED = {"date": "2031-05-06", "datetime-local": "2031-05-06T07:08", "time": "07:08"}


@dataclass
class Field:
    """`options` are what can be chosen; `values` what is chosen, or stands there."""

    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED

    @property
    def is_chosen(self) -> bool:
        return self.kind in ("select", "radio", "checkbox")

    def otherwise(self) -> list[str]:
        """Another choice than the page's: each box the other way round, the last other option, another day."""
        if self.kind == "checkbox":
            return [value for value in self.options if value not in self.values]
        if self.is_chosen:
            others = [value for value in self.options if value and value not in self.values]
            return others[-1:] or self.values
        return [DATED[self.kind]] if self.kind in DATED else self.values


@dataclass
class PageForm:
    """A form that is sent by POST."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def named(self, name: str, kind: str) -> Field:
        return self.fields.setdefault(name, Field(kind))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._form = PageForm(said.get("action", ""))
            self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._take_choice(self._select, said, "selected")
        elif self._form is not None and said.get("name"):
            self._take_field(self._form, tag, said)

    def _take_field(self, form, tag, said):
        kind = said.get("type", "text") if tag == "input" else tag
        if tag == "select":
            self._select = form.named(said["name"], kind)
        elif tag == "textarea":
            self._text = form.named(said["name"], "text")
            self._text.values.append("")
        elif kind in ("radio", "checkbox"):
            self._take_choice(form.named(said["name"], kind), said, "checked")
        elif tag == "input" and kind != "file":
            form.named(said["name"], kind).values.append(said.get("value", ""))

    def _take_choice(self, found, said, mark):
        found.options.append(said.get("value", ""))
        if mark in said:
            found.values.append(said.get("value", ""))

    def handle_data(self, data):
        if self._text is not None:
            self._text.values[-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select" and self._select is not None:
            if not self._select.values:  # a browser shows the first
                self._select.values = self._select.options[:1]
            self._select = None


def as_loaded(page: str, action: str) -> dict[str, list[str]]:
    """What the form with that address sends when nothing is touched."""
    (form,) = (one for one in forms_in(page) if one.action.endswith(action))
    return {name: field.values for name, field in form.fields.items() if name != "csrf_token" and field.values}


def forms_in(page: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def forms_of(desk, paths):
    """Every form with something to type, pick or tick, once for each place it is sent to."""
    seen = set()
    for path in paths:
        answer = desk.get(path)
        assert answer.status_code != 500, path
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for form in forms_in(answer.text):
            where = form.action or f"/console{path}"
            if where not in seen and asked_in(form):
                seen.add(where)
                yield where, form


def asked_in(form):
    """The fields that somebody fills in."""
    return {name: field for name, field in form.fields.items() if field.kind not in ("hidden", "password")}
