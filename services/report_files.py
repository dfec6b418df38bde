"""A report as Excel and as Word: the figures of the page, because both are written from the same report."""

from __future__ import annotations

from services import papers
from services.local_time import in_full
from services.papers import Block, Paper
from services.report_sections import Section
from services.reports import Report
from services.tabular import Table, shown

NOTHING = "这一期没有记录。"
WIDEST = 12  # shares of a column's width: as many as its longest text has characters, up to this


def made_line(report: Report) -> str:
    """When it was counted, and that a period which is not over only counts so far."""
    when = in_full(report.made_at)
    return f"统计时间：{when}" if report.is_over else f"统计截至：{when}，这一期还没有结束"


def figures_table(section: Section) -> Table:
    rows = [(figure.name, figure.value, figure.unit, figure.formula) for figure in section.figures]
    return Table(section.title, ("项目", "数值", "单位", "怎么算的"), list(rows))


def as_workbook(report: Report, *, mark: str) -> bytes:
    """Excel: first every figure, then a sheet for each table."""
    from services.workbooks import workbook  # here: Excel's library takes 20 MB, which most processes never need

    rows = [row for section in report.sections for row in figures_table(section).rows]
    summary = Table("汇总", ("项目", "数值", "单位", "怎么算的"), rows, made_line(report))
    return workbook([summary, *(table for section in report.sections for table in section.tables)], mark=mark)


def as_document(report: Report, *, mark: str) -> bytes:
    """Word: the summary in sentences, then each section with its figures and tables; the mark on every page."""
    from services.paper_word import as_word  # here: Word's library takes 14 MB, which most processes never need

    return as_word(as_paper(report), mark=mark)


def as_paper(report: Report) -> Paper:
    sections = [papers.Section(section.title, list(_blocks(section))) for section in report.sections]
    return Paper(report.title, [made_line(report), report.summary], sections)


def _blocks(section: Section) -> list[Block]:
    blocks: list[Block] = [_grid(figures_table(section))] if section.figures else []
    for table in section.tables:
        blocks += [table.title, _grid(table) if table.rows else NOTHING]
        blocks += [table.note] if table.note else []
    return blocks


def _grid(table: Table) -> papers.Table:
    rows = [[shown(cell) for cell in row] for row in table.rows]
    widths = [min(WIDEST, 1 + max(len(text) for text in column)) for column in zip(table.headings, *rows, strict=True)]
    return papers.Table(list(table.headings), rows, widths)
