"""Taking a table away as filtered: what for, with or without the sensitive columns (features C4)."""

from __future__ import annotations

from typing import Annotated, Any

from flask import request, url_for
from pydantic import AfterValidator, Field

from services import export_tasks, exports, tasks
from services.errors import NotFound
from services.export_kinds import KINDS
from services.exports import Kind, Wanted
from web.console.blueprint import console, current_actor
from web.console.files import attachment
from web.console.forms import Form, Typed, filled, submit
from web.console.page import Page, go_to, page
from web.console.tables import EXPORT, TakeAway
from web.console.tasks import page_of
from web.fields import Text, as_id
from web.lifecycle import utc_now

AT_ONCE = 500  # more is a worker's: nobody waits for a page that long
LONGEST_FILTERS = 500


def _as_ids(text: str) -> str:
    if not all(map(as_id, filter(None, text.split(",")))):
        raise ValueError("ids")
    return text


class ExportForm(Form):
    """`ids` are the rows as the page showed them; what one may not see is left out when they are written."""

    table: str
    ids: Annotated[str, AfterValidator(_as_ids)]
    back: str = ""
    reason: Annotated[Text, Field(max_length=exports.LONGEST_REASON)] = ""
    filters: Annotated[Text, Field(max_length=LONGEST_FILTERS)] = ""
    with_sensitive: bool = False

    @property
    def kind(self) -> Kind:
        if self.table not in KINDS:
            raise NotFound()
        return KINDS[self.table]

    @property
    def wanted(self) -> Wanted:
        ids = [int(part) for part in filter(None, self.ids.split(","))]
        return Wanted(ids, self.reason, self.filters, self.with_sensitive)


@console.errorhandler(TakeAway)
def ask_about_export(asked: TakeAway) -> Page:
    """Instead of the page: what for? It answers on the page's own address, with `export` in it."""
    back = {name: value for name, value in request.args.items(multi=True) if name != EXPORT}
    typed = filled(
        table=asked.table,
        ids=",".join(map(str, asked.ids)),
        filters=asked.filters,
        back=url_for(request.endpoint or "", **{**(request.view_args or {}), **back}),
    )
    return _ask(typed)


@console.post("/exports")
def take_away() -> Page:
    """The workbook at once, or a task that makes it."""

    def act(form: ExportForm) -> Page:
        kind, wanted, actor, now = form.kind, form.wanted, current_actor(), utc_now()
        exports.require_reason(wanted.reason)
        if len(wanted.ids) <= AT_ONCE:
            return attachment(exports.export_table(kind, wanted, by=actor, now=now))
        task = tasks.start_task(
            export_tasks.EXPORT,
            f"导出{kind.title}",
            {"table": kind.key},
            handed_in=exports.as_file(wanted),
            by=actor,
            now=now,
        )
        return go_to(page_of(task))

    return submit(ExportForm, act, again=_ask)


def _ask(typed: Typed) -> str:
    kind = KINDS.get(typed["table"])
    if kind is None:
        raise NotFound()
    number = len([part for part in typed["ids"].split(",") if part])
    return page("export.html", typed=typed, kind=kind, number=number, **_columns(kind))


def _columns(kind: Kind) -> dict[str, Any]:
    plain = [column.heading for column in kind.columns if not column.is_sensitive]
    return {"plain": plain, "sensitive": kind.sensitive_headings}
