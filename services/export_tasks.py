"""Exports too large for a page to wait for, done by a worker."""

from __future__ import annotations

from services.export_kinds import KINDS
from services.exports import export_table, from_file
from services.task_work import Work

EXPORT = "export_table"


def run(work: Work) -> str:
    """Write the workbook anew from the start, should it be interrupted: it is read only."""
    kind, wanted = KINDS[work.parameters["table"]], from_file(work.handed_in())
    file = export_table(kind, wanted, by=work.by, now=work.now, progress=work.progress)
    work.result(file)
    return f"{kind.title}已导出，可以下载了"
