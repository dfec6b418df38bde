"""The empty roster form: what services.roster_sheet reads, to be filled in Excel."""

from __future__ import annotations

import io

from services.roster_sheet import HEADINGS

EXPLANATION = (
    "每人一行，填在「名册」这一页；第一行的列名不要改。",
    "必填三列：姓名、身份（正式党员 或 预备党员）、所在党支部（与系统里的名称一致）。",
    "身份证号用来认人：填了它，以后改名、换支部都能对上；不填则按姓名、出生年月和支部认人。",
    "同一支部有同名的，必须填身份证号或出生年月。",
    "出生年月写成 1985-01；手机号写 11 位数字；空着的格子不会清掉系统里已有的内容。",
    "先预览，有错的行会逐行列出；确认之前什么都不会写入。",
)


def template() -> bytes:
    """An empty form: the headings, text format where Excel would spoil digits, a second sheet that explains."""
    from openpyxl import Workbook  # here: it takes 20 MB, which most processes never need

    book = Workbook()
    form = book.worksheets[0]
    form.title = "名册"
    form.append([spellings[0] for spellings in HEADINGS.values()])
    for letter in "ABCDEFG":
        form.column_dimensions[letter].width = 22
        form.column_dimensions[letter].number_format = "@"
    form.freeze_panes = "A2"
    notes = book.create_sheet("填写说明")
    notes.column_dimensions["A"].width = 80
    for line in EXPLANATION:
        notes.append([line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
