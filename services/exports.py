"""Taking a table away as Excel (features C4): the rows as filtered, who asked for it when and why on every page.

What tables there are stands in services.export_kinds.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Invalid
from services.local_time import SHANGHAI, in_full
from services.permissions import Actor
from services.tabular import Cell, Table
from services.task_files import JSON, WORKBOOK, File

BATCH = 200
MOST_ROWS = 20_000
LONGEST_REASON = 100
NOT_YOURS = "无权查看"


@dataclass(frozen=True, slots=True)
class Column:
    """A sensitive column stays out unless it is asked for; that it was, is noted."""

    heading: str
    value: Callable[[Any], Cell]
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A table that can be taken away. `visible` is what the person may see of it today.

    `prepare` makes of some rows what the columns read, in few queries; `may_see_sensitive` is asked about each of
    these.
    """

    key: str
    title: str
    visible: Callable[[Actor, datetime.datetime], peewee.ModelSelect[Any]]
    columns: tuple[Column, ...]
    may_see_sensitive: Callable[[Any, Actor], bool] = lambda _row, _by: False
    prepare: Callable[[list[Any]], list[Any]] = lambda rows: rows

    @property
    def sensitive_headings(self) -> list[str]:
        return [column.heading for column in self.columns if column.is_sensitive]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, by their ids in the order of the page; what for; `filters` are the page's, in words."""

    ids: list[int]
    reason: str
    filters: str = ""
    with_sensitive: bool = False


def mark_of(by: Actor, reason: str, *, now: datetime.datetime) -> str:
    """The watermark: who took it away, when, what for."""
    return f"{by.person.name} {in_full(now)} 导出，用途：{reason}。只限这个用途，不得外传"


def require_reason(reason: str) -> str:
    """The reason as it will be printed; raises Invalid for none."""
    if not reason:
        raise Invalid(fields={"reason": "请写明导出来做什么用"})
    if len(reason) > LONGEST_REASON:
        raise Invalid(fields={"reason": f"最多 {LONGEST_REASON} 个字"})
    return reason


def refuse_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Invalid("too_many_rows", f"一次最多导出 {MOST_ROWS} 行，请先缩小查找的范围")


def export_table(
    kind: Kind,
    wanted: Wanted,
    *,
    by: Actor,
    now: datetime.datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> File:
    """The workbook, and its entry in the audit trail. Rows that are not to be seen any more are left out."""
    from services.workbooks import workbook  # here: Excel's library takes 20 MB, which most processes never need

    require_reason(wanted.reason)
    refuse_too_many(len(wanted.ids))
    columns = [column for column in kind.columns if wanted.with_sensitive or not column.is_sensitive]
    rows = [_cells(row, columns, kind, by) for row in _rows(kind, wanted.ids, by, now, progress)]
    note = f"筛选条件：{wanted.filters}。共 {len(rows)} 行。" if wanted.filters else f"全部，共 {len(rows)} 行。"
    table = Table(kind.title, tuple(column.heading for column in columns), rows, note)
    made = workbook([table], mark=mark_of(by, wanted.reason, now=now))
    _record(kind, wanted, len(rows), by=by, now=now)
    return File(f"{kind.title}{now.astimezone(SHANGHAI):%Y%m%d}.xlsx", WORKBOOK, made)


def _rows(
    kind: Kind, ids: list[int], by: Actor, now: datetime.datetime, progress: Callable[[int, int], None]
) -> Iterator[Any]:
    """The rows in the order of their ids, some hundred at a time."""
    visible = kind.visible(by, now)
    key = visible.model._meta.primary_key
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        found = {row.id: row for row in visible.where(key.in_(part))}
        yield from kind.prepare([found[row_id] for row_id in part if row_id in found])
        progress(min(start + BATCH, len(ids)), len(ids))


def _cells(row: Any, columns: Iterable[Column], kind: Kind, by: Actor) -> tuple[Cell, ...]:
    is_open = kind.may_see_sensitive(row, by)
    return tuple(NOT_YOURS if column.is_sensitive and not is_open else column.value(row) for column in columns)


@unit_of_work
def _record(kind: Kind, wanted: Wanted, rows: int, *, by: Actor, now: datetime.datetime) -> None:
    place = next((seat.organisation_id for seat in by.seats if seat.organisation_id is not None), None)
    opened = kind.sensitive_headings if wanted.with_sensitive else []
    audit.record(
        "export_table",
        "table",
        0,
        by=by,
        now=now,
        organisation_id=place,
        after={"table": kind.title, "rows": rows, "sensitive": "、".join(opened)},
        reason=wanted.reason,
    )


def as_file(wanted: Wanted) -> File:
    """What is handed in with a task: filters and reasons may name people, so it is kept encrypted."""
    said = {"ids": wanted.ids, "reason": wanted.reason, "filters": wanted.filters, "sensitive": wanted.with_sensitive}
    return File("wanted.json", JSON, json.dumps(said, ensure_ascii=False).encode())


def from_file(file: File) -> Wanted:
    said = json.loads(file.content)
    return Wanted(said["ids"], said["reason"], said["filters"], said["sensitive"])
