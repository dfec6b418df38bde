"""A paper as a Word document (.docx), on A4, for secretaries who still add a line by hand."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from services.papers import Block, Paper, Picture, Table

FACE = "宋体"  # every office PC in China has it; Word finds another for a character it lacks
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(22)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN


def as_word(paper: Paper, *, mark: str = "") -> bytes:
    """The document's bytes; the mark stands above every page."""
    document = Document()
    _set_page(document)
    document.sections[0].header.paragraphs[0].text = mark
    title = document.add_heading(paper.title, level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in paper.lead:
        document.add_paragraph(line)
    for section in paper.sections:
        document.add_heading(section.title, level=1)
        for block in section.blocks:
            _add(document, block)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def _set_page(document: DocumentObject) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = PAGE_WIDTH, PAGE_HEIGHT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = FACE
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(script), FACE)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].font.size = Pt(11)


def _add(document: DocumentObject, block: Block) -> None:
    if isinstance(block, str):
        for line in block.splitlines() or [""]:
            document.add_paragraph(line)
    elif isinstance(block, Table):
        _add_table(document, block)
    else:
        _add_picture(document, block)


def _add_table(document: DocumentObject, block: Table) -> None:
    table = document.add_table(rows=0, cols=len(block.headings))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in [block.headings, *block.rows]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for column, share in zip(table.columns, block.widths, strict=True):
        for cell in column.cells:
            cell.width = TEXT_WIDTH * share // sum(block.widths)
    document.add_paragraph()


def _add_picture(document: DocumentObject, block: Picture) -> None:
    document.add_picture(io.BytesIO(block.content), width=TEXT_WIDTH * 2 // 3)
    document.add_paragraph(block.caption)
