"""Tables as an Excel workbook. What people typed stays text: no cell of ours is ever a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from services.tabular import Cell, Table

NOT_IN_A_SHEET_NAME = re.compile(r"[\\/*?:\[\]]")
LONGEST_SHEET_NAME = 31
WIDEST = 48
ONE_DECIMAL = "0.0"  # 50.0 stays 50.0, as on the page
INK, PAPER = "FF1F2328", "FFF3EFE8"


def workbook(tables: Iterable[Table], *, mark: str = "") -> bytes:
    """One sheet for each table. `mark` stands in the first line of each, and above every printed page."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(_free_name(table.title, book.sheetnames))
        _fill(sheet, table, mark)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _free_name(title: str, taken: list[str]) -> str:
    """Excel allows 31 characters, no slashes, and each name once."""
    base = NOT_IN_A_SHEET_NAME.sub(" ", title)[: LONGEST_SHEET_NAME - 3].strip() or "表"
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


def _fill(sheet: Worksheet, table: Table, mark: str) -> None:
    if mark:
        _write(sheet, 1, 1, mark).font = Font(italic=True, color="FF5B626B")
        # Excel reads & as a command; openpyxl has made the header.
        sheet.HeaderFooter.oddHeader.center.text = mark.replace("&", "＆")  # type: ignore[union-attr]  # see above
    heading = 3 if mark else 1
    for column, text in enumerate(table.headings, 1):
        cell = _write(sheet, heading, column, text)
        cell.font, cell.fill = Font(bold=True, color=INK), PatternFill("solid", fgColor=PAPER)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(table.rows, heading + 1):
        for column, value in enumerate(row, 1):
            _write(sheet, number, column, value)
    if table.note:
        _write(sheet, heading + len(table.rows) + 2, 1, table.note)
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.print_title_rows = f"{heading}:{heading}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for column, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> Any:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # text that begins with = is text
    else:
        cell.value = value
    if isinstance(value, float):
        cell.number_format = ONE_DECIMAL
    return cell


def _widths(table: Table) -> list[int]:
    """Wide enough for what stands in each column; a Chinese character takes two places."""
    columns = zip(table.headings, *table.rows[:200], strict=True)
    return [min(WIDEST, 3 + max(_places(value) for value in column)) for column in columns]


def _places(value: Cell) -> int:
    text = "" if value is None else str(value)
    return sum(1 if character.isascii() else 2 for character in text)
