"""Taking the 六有 pack of a Party day away: full of names, so it says who took it when and what for (P12, C4)."""

from __future__ import annotations

import datetime
from typing import Literal

from models.unit_of_work import unit_of_work
from services import audit
from services.exports import mark_of, require_reason
from services.papers import Paper
from services.party_days import get_party_day
from services.permissions import Actor
from services.task_files import DOCUMENT, PDF, File

Format = Literal["word", "pdf"]


def export_pack(
    paper: Paper, party_day_id: int, form: Format, reason: str, *, by: Actor, now: datetime.datetime
) -> File:
    """The pack as Word, to be filed or written on, or as PDF, to be printed; that it was taken away is noted.

    Raises Invalid without a reason.
    """
    mark = mark_of(by, require_reason(reason), now=now)
    # Here: each of the two libraries takes 14 MB, which most processes never need.
    if form == "word":
        from services.paper_word import as_word

        file = File(f"{paper.title}.docx", DOCUMENT, as_word(paper, mark=mark))
    else:
        from services.paper_pdf import as_pdf

        file = File(f"{paper.title}.pdf", PDF, as_pdf(paper, mark=mark))
    _record(party_day_id, form, reason, by=by, now=now)
    return file


@unit_of_work
def _record(party_day_id: int, form: Format, reason: str, *, by: Actor, now: datetime.datetime) -> None:
    day = get_party_day(party_day_id, to=by)
    audit.record(
        "export_pack", "party_day", day.id, by=by, now=now,
        organisation_id=day.organisation_id, after={"format": form}, reason=reason,
    )  # fmt: skip
