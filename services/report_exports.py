"""Taking a report away: the figures of the page with who, when and what for on every page (features C2, C4)."""

from __future__ import annotations

import datetime
from typing import Literal

from models.unit_of_work import unit_of_work
from services import audit, report_files
from services.exports import mark_of, require_reason
from services.permissions import Actor
from services.reports import Report
from services.task_files import DOCUMENT, WORKBOOK, File


@unit_of_work
def export_report(
    report: Report, form: Literal["word", "excel"], reason: str, *, by: Actor, now: datetime.datetime
) -> File:
    """The report as Word or Excel; that it was taken away is noted. Raises Invalid without a reason."""
    mark = mark_of(by, require_reason(reason), now=now)
    audit.record(
        "export_report",
        "organisation",
        report.organisation.id,
        by=by,
        now=now,
        organisation_id=report.organisation.id,
        after={"period": report.period.label, "format": form},
        reason=reason,
    )
    if form == "word":
        return File(f"{report.title}.docx", DOCUMENT, report_files.as_document(report, mark=mark))
    return File(f"{report.title}.xlsx", WORKBOOK, report_files.as_workbook(report, mark=mark))
