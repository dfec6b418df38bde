"""Workbooks as people send them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

HEADINGS = ("姓名", "身份", "所在党支部", "党小组", "手机号", "身份证号", "出生年月")


def workbook(*lines: Iterable[Any], headings: Iterable[Any] = HEADINGS, above: Iterable[Iterable[Any]] = ()) -> bytes:
    """An .xlsx file with that sheet: what stands above the headings, the headings, the lines."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (*above, headings, *lines):
        sheet.append(list(line))
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
