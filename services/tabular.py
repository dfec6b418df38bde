"""A table as people see it: on a page, in Excel, in Word, in print: the same headings and cells everywhere."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

Cell = str | int | float | datetime.date | None


@dataclass(frozen=True, slots=True)
class Table:
    """`note` stands below it and says what the numbers are, where that is not obvious."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    note: str = ""


def shown(cell: Cell) -> str:
    """A cell as it is printed and shown: a missing one is a dash, a day 11月28日 with its year."""
    if cell is None:
        return "—"
    if isinstance(cell, datetime.date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return str(cell)
