"""A roster as an Excel sheet: reading what people sent. (The empty form to send them: roster_form.)"""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.errors import Invalid

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
HEADING_WITHIN_LINES = 10  # above the headings many a roster has a title and a date
MOST_EXACT = 10**15  # beyond, Excel's numbers have lost their last digits

HEADINGS = {
    "name": ("姓名",),
    "standing": ("身份", "人员类别", "党员类型"),
    "branch": ("所在党支部", "所在支部", "党支部"),
    "group": ("党小组", "所在党小组"),
    "phone": ("手机号", "手机号码", "手机", "联系电话"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码"),
    "birth_month": ("出生年月", "出生日期", "出生年月日"),
}
REQUIRED = ("name", "standing", "branch")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the sheet as it was written, blanks removed; `number` is Excel's row number.

    The personal columns stay out of `repr`, so that no log or test report shows them.
    """

    number: int
    name: str
    standing: str
    branch: str
    group: str = ""
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    birth_month: str = ""


def read_sheet(content: bytes) -> list[SheetRow]:
    """The rows of the first sheet that has a heading 姓名; empty rows and unknown columns are passed over.

    Formulas count as the values they had when the file was saved. Raises Invalid for a file that is too
    large, no .xlsx, or lacks a required column.
    """
    from openpyxl import load_workbook  # here: it takes 20 MB, which most processes never need

    _refuse_oversize(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            lines = _filled_lines(sheet)
            heading = next((place for place, line in enumerate(lines) if "姓名" in line.texts), MOST_ROWS)
            if heading < HEADING_WITHIN_LINES:
                return _rows(lines[heading].texts, lines[heading + 1 :])
    except Invalid:
        raise
    except Exception as error:  # the parser raises whatever its own parts meet in a broken file
        raise _not_a_workbook() from error
    raise Invalid("columns_missing", "没有找到「姓名」这一列，请用模板填写", {"file": "缺少「姓名」列"})


def _refuse_oversize(content: bytes) -> None:
    """A small file may unpack to a huge one; look before unpacking."""
    if len(content) > MOST_BYTES:
        raise Invalid(
            "file_too_large", f"文件不能超过 {MOST_BYTES // 1024 // 1024} MB，请分成几份", {"file": "文件太大"}
        )
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())
    except zipfile.BadZipFile as error:
        raise _not_a_workbook() from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise Invalid("file_too_large", "文件内容太多，请分批导入", {"file": "文件太大"})


def _not_a_workbook() -> Invalid:
    return Invalid("not_a_workbook", "读不了这个文件，请另存为 .xlsx（不加密码）再试", {"file": "不是 .xlsx 文件"})


class Line(NamedTuple):
    """A row of any sheet that has something in it, with Excel's number for it."""

    number: int
    texts: list[str]


def _filled_lines(sheet: Any) -> list[Line]:
    sheet.reset_dimensions()  # the size that a file claims to have is often wrong
    lines: list[Line] = []
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if any(value is not None for value in values):
            lines.append(Line(number, [_text(value) for value in values]))
        if len(lines) > MOST_ROWS + HEADING_WITHIN_LINES:
            raise Invalid("too_many_rows", f"一次最多导入 {MOST_ROWS} 行，请分批导入", {"file": "行数太多"})
    return lines


def _text(value: object) -> str:
    """What a person sees in the cell, without blanks: 王  伟 is 王伟, 19900001234.0 is 19900001234."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= MOST_EXACT:
        return f"{value:.5E}"
    text = "" if value is None else unicodedata.normalize("NFKC", str(value))
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def _rows(headings: list[str], lines: list[Line]) -> list[SheetRow]:
    places = _places(headings)
    rows = []
    for number, texts in lines:
        values = {column: texts[place] for column, place in places.items()}
        if any(values.values()):
            rows.append(SheetRow(number=number, **values))
    return rows


def _places(headings: list[str]) -> dict[str, int]:
    """Where each column stands; raises Invalid when a required one is missing or one stands there twice."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        column = next((name for name, spellings in HEADINGS.items() if heading in spellings), None)
        if column in places:
            raise Invalid("columns_repeated", f"有两列都叫「{heading}」，请删去一列", {"file": f"「{heading}」重复"})
        if column is not None:
            places[column] = place
    missing = [HEADINGS[name][0] for name in REQUIRED if name not in places]
    if missing:
        listed = "、".join(f"「{name}」" for name in missing)
        raise Invalid("columns_missing", f"缺少{listed}列，请用模板填写", {"file": f"缺少{listed}列"})
    return places
