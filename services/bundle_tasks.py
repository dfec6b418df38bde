"""Making an inspection folder is a worker's: it reads a quarter's sheets and writes a dozen workbooks."""

from __future__ import annotations

from services.bundles import make_bundle
from services.periods import Period
from services.task_work import Work

MAKE = "make_bundle"


def run(work: Work) -> str:
    """Make the folder anew from the start, should it be interrupted: it is read only."""
    period = Period.named(work.parameters["period"])
    file = make_bundle(
        work.parameters["organisation_id"],
        period,
        store=work.photo_store,
        by=work.by,
        now=work.now,
        progress=work.progress,
    )
    work.result(file)
    return "迎检包已做好，先看里面的「缺项清单」"
