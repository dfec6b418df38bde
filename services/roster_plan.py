"""What an import would do, as people see it before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.roster_rows import Entry, RowError
from services.roster_sheet import SheetRow


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column of a person, before and after, as it may be shown: phones masked, ID numbers never."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    entry: Entry
    person_id: int
    columns: tuple[ColumnChange, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody of a branch in the file whom the file does not name. They are left alone."""

    person_id: int
    name: str
    branch: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do. Two plans are equal when they would do the same."""

    organisation_id: int
    rows: tuple[SheetRow, ...] = field(repr=False)
    adds: tuple[Entry, ...]
    changes: tuple[Change, ...]
    unchanged: tuple[int, ...]  # row numbers
    missing: tuple[Missing, ...]
    errors: tuple[RowError, ...]

    @property
    def has_work(self) -> bool:
        return bool(self.adds or self.changes)

    @property
    def rows_with_errors(self) -> tuple[int, ...]:
        return tuple(sorted({error.row for error in self.errors}))
