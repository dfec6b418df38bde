"""The audit trail at a desk: who did what, when, where; before and after side by side (features C5)."""

from __future__ import annotations

from models.audit import AuditEntry
from services import audit_search, audit_words
from services.audit_search import Search
from services.permissions import Actor
from web.console.blueprint import console, current_actor
from web.console.page import Page, page
from web.console.queries import asked_day, asked_id, asked_text
from web.console.tables import Filter, rows_of

SORTS = {"at": AuditEntry.at}


@console.get("/audit")
def list_audit_entries() -> Page:
    """What was done in my organisations, newest first."""
    actor = current_actor()
    wanted = Search(
        who=asked_text("who"),
        subject=asked_text("subject"),
        subject_id=asked_id("subject_id"),
        organisation_id=asked_id("organisation_id"),
        first=asked_day("first"),
        last=asked_day("last"),
    )
    rows = rows_of(
        audit_search.search(wanted, to=actor), sorts=SORTS, default="-at", export="audit", filters=_filters(actor)
    )
    return page(
        "audit.html",
        rows=rows,
        lines={line.entry.id: line for line in audit_search.describe(rows.items)},
    )


def _filters(actor: Actor) -> list[Filter]:
    places = [(each.id, each.name) for each in audit_search.organisations(to=actor)]
    return [
        Filter("who", "谁"),
        Filter("subject", "什么事", list(audit_words.SUBJECTS.items())),
        Filter("subject_id", "编号", is_link=True),
        *([Filter("organisation_id", "党组织", places)] if len(places) > 1 else []),
        Filter("first", "从", is_day=True),
        Filter("last", "到", is_day=True),
    ]
