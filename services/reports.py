"""Month and quarter reports (features C2, C3): counted from source rows, so that nobody fills in a number again.

The page, Excel and Word all show what `make_report` answers. Organisations stand in the order of the tree,
never by their results, and nobody is named.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from models.organisations import Organisation
from services import report_rows, report_sections
from services.periods import Period
from services.permissions import Actor
from services.report_rows import Span
from services.report_scope import reportable
from services.report_sections import Figure, Section, Sources


@dataclass(frozen=True, slots=True)
class Report:
    """`made_at` is the instant it was counted: of a period that is not over, only so far."""

    organisation: Organisation
    period: Period
    made_at: datetime.datetime
    sections: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.organisation.name}{self.period.label}工作情况"

    @property
    def is_over(self) -> bool:
        return self.period.ends_at <= self.made_at

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its name."""
        return {figure.name: figure for section in self.sections for figure in section.figures}

    @property
    def summary(self) -> str:
        """The figures in a few sentences, to begin a written report with."""
        return f"{self.period.label}，{self.organisation.name}" + "".join(section.sentence for section in self.sections)


def make_report(organisation_id: int, period: Period, *, to: Actor, now: datetime.datetime) -> Report:
    """What an organisation and those below it did in a period. Raises NotFound beyond the actor's scope."""
    organisation, has_rows = reportable(organisation_id, to=to, now=now)
    places = report_rows.places_within(organisation.path)
    span = Span(period.starts_at, period.ends_at, now)
    sources = Sources(
        places,
        span,
        report_rows.sheet_rows(places, span),
        report_rows.wish_rows(places, span),
        report_rows.event_rows(places, span),
        report_rows.notice_rows(places, span),
        report_rows.meeting_rows(places, span),
    )
    sections = report_sections.all_of(sources, organisation, has_rows=has_rows, now=now)
    return Report(organisation, period, now, sections)
