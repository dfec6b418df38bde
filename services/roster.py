"""Importing a roster: first a plan that writes nothing, then exactly that plan (features I1)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from models.appointments import Function
from models.organisations import Organisation
from models.unit_of_work import unit_of_work
from services import audit, roster_writing
from services.errors import Conflict, Invalid
from services.local_time import local_day
from services.permissions import Actor, Seat
from services.roster_differences import differences
from services.roster_matching import Known, Matcher, Namesakes, errors_within_file, known_people
from services.roster_plan import Change, ImportPlan, Missing
from services.roster_rows import BadCell, Branches, Entry, RowError, understand
from services.roster_sheet import SheetRow


@dataclass(slots=True)
class _Sorted:
    adds: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    clashes: list[RowError] = field(default_factory=list)
    matched: set[int] = field(default_factory=set)


def plan_import(
    rows: Sequence[SheetRow], organisation: Organisation, *, by: Actor | None, now: datetime.datetime
) -> ImportPlan:
    """What importing these rows into the organisation's branches would do. Writes nothing.

    People on the roster whom the file does not name are listed as missing, for the branches it names.
    Whoever appears in a row with an error is not called missing.
    """
    _seat(organisation, by)
    branches = Branches(organisation)
    entries, errors = _understand_all(rows, branches, today=local_day(now))
    named = _named(rows, branches)
    errors += errors_within_file(entries, Namesakes(named))
    known = known_people(entries)
    out = _sort_out(_without(errors, entries), Matcher(known, Namesakes(named), organisation.path))
    return ImportPlan(
        organisation_id=organisation.id,
        rows=tuple(rows),
        adds=tuple(out.adds),
        changes=tuple(out.changes),
        unchanged=tuple(out.unchanged),
        missing=tuple(_missing(known, out.matched, {entry.branch_id for entry in entries}, set(named))),
        errors=tuple(sorted(errors + out.clashes, key=lambda error: error.row)),
    )


@unit_of_work
def carry_out(plan: ImportPlan, *, skip_errors: bool = False, by: Actor | None, now: datetime.datetime) -> ImportPlan:
    """Do what the plan says; answers what was done.

    Planned anew inside the transaction: when the roster has changed since, nothing is written and the
    plan must be looked at again (Conflict `roster_changed`). Carried out already, it has no work left, so
    a repeat changes nothing. With errors it refuses, unless told to leave those rows out: a township of
    5,000 need not wait for three missing digits.
    """
    organisation = Organisation.get_by_id(plan.organisation_id)
    seat = _seat(organisation, by)
    _take_turns(organisation)
    fresh = plan_import(plan.rows, organisation, by=by, now=now)
    if fresh.errors and not skip_errors:
        raise Invalid("roster_has_errors", f"有 {len(fresh.rows_with_errors)} 行需要改正，请改好后再导入")
    if not fresh.has_work:
        return fresh
    if fresh != plan:
        raise Conflict("roster_changed", "预览之后名册有了变化，请重新预览再确认")
    roster_writing.write(fresh, by=by, now=now)
    after = {"added": len(fresh.adds), "changed": len(fresh.changes), "left_out": len(fresh.rows_with_errors)}
    audit.record(
        "import_roster", "organisation", organisation.id,
        by=by, seat=seat, now=now, organisation_id=organisation.id, after=after,
    )  # fmt: skip
    return fresh


def require_keeper(organisation: Organisation, by: Actor) -> None:
    """Raise NotAllowed unless the actor keeps the rosters there."""
    by.require(Function.MANAGE_PEOPLE, organisation)


def _seat(organisation: Organisation, by: Actor | None) -> Seat | None:
    return by.require(Function.MANAGE_PEOPLE, organisation) if by is not None else None


def _take_turns(organisation: Organisation) -> None:
    """Imports of one county wait for each other: people without an ID number have no unique key to settle a race."""
    root = organisation.ancestor_ids()[0]
    Organisation.update(name=Organisation.name).where(Organisation.id == root).execute()


def _understand_all(
    rows: Sequence[SheetRow], branches: Branches, *, today: datetime.date
) -> tuple[list[Entry], list[RowError]]:
    entries, errors = [], []
    for row in rows:
        entry, found = understand(row, branches, today=today)
        errors += found
        if entry is not None:
            entries.append(entry)
    return entries, errors


def _named(rows: Sequence[SheetRow], branches: Branches) -> list[tuple[int, str]]:
    named = []
    for row in rows:
        try:
            named.append((branches.find(row.branch).id, row.name))
        except BadCell:
            continue
    return named


def _without(errors: list[RowError], entries: list[Entry]) -> list[Entry]:
    refused = {error.row for error in errors}
    return [entry for entry in entries if entry.row not in refused]


def _sort_out(entries: list[Entry], matcher: Matcher) -> _Sorted:
    out = _Sorted()
    for entry in entries:
        found = matcher.match(entry)
        if found is None:
            out.adds.append(entry)
        elif isinstance(found, RowError):
            out.clashes.append(found)
        else:
            out.matched.add(found.id)
            columns = tuple(differences(entry, found))
            if columns:
                out.changes.append(Change(entry, found.id, columns))
            else:
                out.unchanged.append(entry.row)
    return out


def _missing(known: list[Known], matched: set[int], branches: set[int], named: set[tuple[int, str]]) -> list[Missing]:
    return [
        Missing(person.id, person.name, person.home or "")
        for person in known
        if person.home_id in branches
        and person.is_on_roster
        and person.id not in matched
        and (person.home_id, person.name) not in named
    ]
