"""A paper as a PDF on A4, in our own typeface; what that lacks shows as □ and is named on the first page."""

from __future__ import annotations

import functools
import io
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PdfTable

from services.fonts import REGULAR, printable
from services.papers import Block, Paper, Picture, Table, missing_note

FACE = "NotoSansSC"
MARGIN = 20 * mm
PADDING = 6  # points that the page's frame keeps on each side
TEXT_WIDTH = A4[0] - 2 * MARGIN - 2 * PADDING
INK, LINE = HexColor("#1F2328"), HexColor("#9AA0A6")


@functools.cache
def face() -> str:
    """The typeface's name, once it is read in."""
    pdfmetrics.registerFont(TTFont(FACE, str(REGULAR)))
    return FACE


def as_pdf(paper: Paper, *, mark: str = "") -> bytes:
    """The document's bytes; the mark stands above every page."""
    stored = io.BytesIO()
    document = SimpleDocTemplate(
        stored,
        pagesize=A4,
        title=paper.title,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )

    def frame(canvas: Any, _document: Any) -> None:
        _number_page(canvas)
        _write_mark(canvas, mark)

    document.build(_story(paper), onFirstPage=frame, onLaterPages=frame)
    return stored.getvalue()


def _story(paper: Paper) -> list[Flowable]:
    story: list[Flowable] = [Paragraph(_marked_up(paper.title), _style(18, alignment=TA_CENTER)), Spacer(1, 4 * mm)]
    note = missing_note(paper.missing_characters())
    # The note itself can only name them by their numbers.
    lead = [*paper.lead, *([note] if note else [])]
    story += [Paragraph(_marked_up(line), _style(10.5)) for line in lead]
    for section in paper.sections:
        heading = [Spacer(1, 4 * mm), Paragraph(_marked_up(section.title), _style(13)), Spacer(1, 1.5 * mm)]
        first, *others = section.blocks or [""]
        story.append(KeepTogether([*heading, *_flow(first)[:1]]))
        story += _flow(first)[1:]
        for block in others:
            story += _flow(block)
    return story


def _flow(block: Block) -> list[Flowable]:
    if isinstance(block, str):
        return [Paragraph(_marked_up(line) or "&nbsp;", _style(10.5)) for line in block.splitlines() or [""]]
    if isinstance(block, Table):
        return [_table(block), Spacer(1, 3 * mm)]
    return [_picture(block), Paragraph(_marked_up(block.caption), _style(9.5))]


def _table(block: Table) -> PdfTable:
    rows = [[Paragraph(_marked_up(text), _style(9.5)) for text in row] for row in [block.headings, *block.rows]]
    widths = [TEXT_WIDTH * share / sum(block.widths) for share in block.widths]
    look: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor("#F3F0EA")),
    ]
    return PdfTable(rows, colWidths=widths, repeatRows=1, style=look)


def _picture(block: Picture) -> Image:
    return Image(io.BytesIO(block.content), width=TEXT_WIDTH * 2 / 3, height=90 * mm, kind="proportional")


def _style(size: float, **options: Any) -> ParagraphStyle:
    return ParagraphStyle(
        "text", fontName=face(), fontSize=size, leading=size * 1.5, wordWrap="CJK", textColor=INK, **options
    )


def _marked_up(text: str) -> str:
    """Paragraphs read a little HTML: what people wrote is none."""
    return escape(printable(text), quote=False)


def _number_page(canvas: Any) -> None:
    canvas.setFont(face(), 9)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"第 {canvas.getPageNumber()} 页")


def _write_mark(canvas: Any, mark: str) -> None:
    line = Paragraph(_marked_up(mark), _style(8))
    _, height = line.wrap(TEXT_WIDTH, MARGIN)
    line.drawOn(canvas, MARGIN + PADDING, A4[1] - MARGIN / 3 - height)
