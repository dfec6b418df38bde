"""Tables whose filter, order and page stand in the address, so that a view can be kept and sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import peewee
from flask import request, url_for

from services.exports import MOST_ROWS, refuse_too_many
from web.fields import LARGEST_ID

T = TypeVar("T")
AT_ONCE = 50
MOST_COUNTED = 1000  # nobody turns so many pages, and to count on takes longer than to show one
EXPORT = "export"


class TakeAway(Exception):
    """Somebody wants these rows, in this order, as Excel; `filters` are what the page is narrowed by, in words."""

    def __init__(self, table: str, ids: list[int], filters: str) -> None:
        self.table, self.ids, self.filters = table, ids, filters
        super().__init__(table)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a table may be narrowed by: shown above it, and said in what is taken away. Without options it is typed."""

    name: str
    label: str
    options: Sequence[tuple[Any, str]] = ()
    empty: str = "全部"  # what nothing chosen is called
    is_day: bool = False
    is_link: bool = False  # chosen by a link of the page, and kept while the others change

    def said(self) -> str:
        """情况：已取消; nothing where it narrows nothing."""
        value = request.args.get(self.name, "").strip()[:60]
        chosen = next((text for key, text in self.options if str(key) == value), "") if self.options else value
        return f"{self.label}：{chosen}" if chosen else ""


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """One page of a table, and what its address says. What is more than MOST_COUNTED has no number of pages."""

    items: list[T]
    total: int
    page: int
    pages: int | None
    has_next: bool
    sort: str
    sorts: frozenset[str]
    export: str = ""
    filters: Sequence[Filter] = ()

    def __iter__(self) -> Any:
        return iter(self.items)

    def counted(self, unit: str) -> str:
        return f"{MOST_COUNTED} {unit}以上" if self.pages is None else f"共 {self.total} {unit}"

    @property
    def place(self) -> str:
        """第 2 / 3 页; nothing where there is one page only."""
        if self.pages is None:
            return f"第 {self.page} 页"
        return f"第 {self.page} / {self.pages} 页" if self.pages > 1 else ""

    def at(self, page: int) -> str:
        """The address of another page of the same view."""
        return self._address(page=page)

    def sorted_by(self, name: str) -> str:
        """The address of this view in another order; the same column again turns it round."""
        return self._address(sort=f"-{name}" if self.sort == name else name, page=None)

    def order_of(self, name: str) -> str:
        """For aria-sort."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "none")

    @property
    def take_away(self) -> str:
        """The address at which this very view is taken away as Excel; empty where that is not meant."""
        return self._address(**{EXPORT: "yes", "page": None}) if self.export and self.total else ""

    def _address(self, **changes: Any) -> str:
        said = {**request.args.to_dict(flat=False), **changes}
        return url_for(request.endpoint or "", **{**(request.view_args or {}), **said})


def rows_of(
    query: peewee.ModelSelect[Any],
    *,
    sorts: Mapping[str, peewee.Node],
    default: str,
    export: str = "",
    filters: Sequence[Filter] = (),
    at_once: int = AT_ONCE,
) -> Rows[Any]:
    """The page of a query that the address asks for. `sorts` names the columns that may order it.

    The ids of the page are found first, so that only its own rows are fetched whole: of ten thousand
    people fifty are decrypted. They are counted up to MOST_COUNTED.

    `export` names the table in services.export_kinds; asked to take the view away, it raises TakeAway, which
    web/console/exports.py answers. `filters` say what the query was narrowed by.
    """
    sort = request.args.get("sort", default)
    if sort.removeprefix("-") not in sorts:
        sort = default
    key = query.model._meta.primary_key
    column = sorts[sort.removeprefix("-")]
    order = (column.desc(), key.desc()) if sort.startswith("-") else (column, key)
    every = query.clone().select(key).order_by(*order)
    if export and request.args.get(EXPORT):
        ids = [row[0] for row in every.limit(MOST_ROWS + 1).tuples()]
        refuse_too_many(len(ids))
        raise TakeAway(export, ids, "；".join(filter(None, (each.said() for each in filters))))
    total = every.order_by().limit(MOST_COUNTED + 1).count()
    pages = _pages(total, at_once) if total <= MOST_COUNTED else None
    number = min(_asked_page(), pages or LARGEST_ID // at_once)
    ids = _ids_on(number, every, at_once)
    if not ids and pages is None:  # somebody has edited the address
        number = _pages(every.order_by().count(), at_once)
        ids = _ids_on(number, every, at_once)
    items = list(_by_ids(query, ids[:at_once]).order_by(*order)) if ids else []
    return Rows(items, total, number, pages, len(ids) > at_once, sort, frozenset(sorts), export, filters)


def _by_ids(query: peewee.ModelSelect[Any], ids: list[int]) -> peewee.ModelSelect[Any]:
    """What the query selects, of these rows; that it lets them through was found out with their ids."""
    found = query.clone()
    found._where = query.model._meta.primary_key.in_(ids)
    return found


def _asked_page() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _pages(total: int, at_once: int) -> int:
    return max(1, -(-total // at_once))


def _ids_on(page: int, every: peewee.ModelSelect[Any], at_once: int) -> list[int]:
    """The ids of a page, and one more where another page follows."""
    return [row[0] for row in every.limit(at_once + 1).offset((page - 1) * at_once).tuples()]
