"""The printed 签到表: one line a person with boxes to tick, a QR code that opens its re-key page (features P13)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from models.attendance import AttendanceStatus
from models.party_days import PartyDay, PartyDaySheet
from services.fonts import missing_characters, printable
from services.local_time import SHANGHAI
from services.meeting_words import KIND_NAMES
from services.paper_pdf import face
from services.papers import missing_note
from services.party_day_sheets import Row, rows_of

LINES_A_PAGE = 25
SPARE_LINES = 3  # for whoever comes without standing on the list
MARGIN, LINE_HEIGHT, QR_SIZE = 15 * mm, 8.4 * mm, 26 * mm
TOP, BOTTOM = A4[1] - 57 * mm, 16 * mm
# Where each column begins, and its heading. The numbers are those of the re-key page.
COLUMNS = (
    (15, "序号"), (27, "姓名"), (58, "党小组"), (84, "身份"), (106, "到"), (118, "线上"), (131, "请假"), (144, "未到"),
    (157, "签名"), (195, ""),
)  # fmt: skip
BOXES = (106, 118, 131, 144)


def print_sign_in_sheet(day: PartyDay, sheet: PartyDaySheet, *, link: str) -> bytes:
    """The sheet as a PDF, one line a person in the order of the re-key page; `link` is that page's address."""
    lines = rows_of(sheet)
    names = "".join(row.person.name + row.group_name for row in lines)
    missing = missing_note(missing_characters(day.title + day.place + sheet.organisation.name + names))
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=A4)
    canvas.setTitle(f"{day.title} 签到表")
    rows = [_texts_of(row) for row in lines] + [[""] * 4] * SPARE_LINES
    pages = [rows[start : start + LINES_A_PAGE] for start in range(0, len(rows), LINES_A_PAGE)]
    for number, page in enumerate(pages, 1):
        _draw_head(canvas, day, sheet, link, f"第 {number} 页 共 {len(pages)} 页，名单 {len(lines)} 人")
        _draw_lines(canvas, page)
        _write(canvas, MARGIN, BOTTOM - 6 * mm, missing or "请在格子里打勾，本人签名；会后照此表在工作台补录", 8.5)
        canvas.showPage()
    canvas.save()
    return stored.getvalue()


def _texts_of(row: Row) -> list[str]:
    standing = "不计应到" if row.line.status is AttendanceStatus.EXEMPT else row.standing
    return [str(row.number), row.person.name, row.group_name, standing]


def _draw_head(canvas: Canvas, day: PartyDay, sheet: PartyDaySheet, link: str, pages: str) -> None:
    local, local_end = day.starts_at.astimezone(SHANGHAI), day.ends_at.astimezone(SHANGHAI)
    when = f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}至{local_end:%H:%M}"
    _write(canvas, MARGIN, A4[1] - 22 * mm, f"{KIND_NAMES[day.kind]}签到表", 18)
    for place, text in enumerate(
        (
            f"{sheet.organisation.name}　{day.title}",
            f"{when}　{day.place}",
            f"主持人：　　　　　　记录人：　　　　　　{pages}",
        )
    ):
        _write(canvas, MARGIN, A4[1] - (31 + 7 * place) * mm, _fitted(text, A4[0] - 2 * MARGIN - QR_SIZE, 10.5), 10.5)
    _draw_qr(canvas, link, A4[0] - MARGIN - QR_SIZE, A4[1] - 15 * mm - QR_SIZE)


def _draw_lines(canvas: Canvas, rows: Sequence[list[str]]) -> None:
    y = TOP
    _draw_row(canvas, y, [title for _, title in COLUMNS[:-1]])
    for row in rows:
        y -= LINE_HEIGHT
        _draw_row(canvas, y, row)
        for x in BOXES:
            canvas.rect((x + 3) * mm, y + 2.2 * mm, 4 * mm, 4 * mm)


def _draw_row(canvas: Canvas, y: float, texts: Sequence[str]) -> None:
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, y, COLUMNS[-1][0] * mm, y)
    canvas.line(MARGIN, y + LINE_HEIGHT, COLUMNS[-1][0] * mm, y + LINE_HEIGHT)
    for x, _ in COLUMNS:
        canvas.line(x * mm, y, x * mm, y + LINE_HEIGHT)
    for place, text in enumerate(texts):
        width = (COLUMNS[place + 1][0] - COLUMNS[place][0] - 2) * mm
        _write(canvas, (COLUMNS[place][0] + 1) * mm, y + 2.8 * mm, _fitted(text, width, 10), 10)


def _fitted(text: str, width: float, size: float) -> str:
    """The text, or as much of it as the space holds."""
    while text and stringWidth(printable(text), face(), size) > width:
        text = text[:-2] + "…"
    return text


def _write(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFont(face(), size)
    canvas.drawString(x, y, printable(text))


def _draw_qr(canvas: Canvas, link: str, x: float, y: float) -> None:
    code: Any = QrCodeWidget(link, barWidth=QR_SIZE, barHeight=QR_SIZE)
    drawing = Drawing(QR_SIZE, QR_SIZE)
    drawing.add(code)
    renderPDF.draw(drawing, canvas, x, y)
