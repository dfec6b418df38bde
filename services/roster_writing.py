"""Writing an import plan, inside the unit of work that has just made it."""

from __future__ import annotations

import datetime
from typing import Any

from peewee import chunked

from models.encryption import key_ring
from models.organisations import Group
from models.people import Person
from services import audit
from services.permissions import Actor
from services.phones import phone_columns
from services.roster_plan import Change, ImportPlan
from services.roster_rows import Entry

AT_ONCE = 200  # rows in one INSERT
STATES = {"身份": "standing"}  # columns whose values the audit trail may hold

GroupIds = dict[tuple[int, str], int]


def write(plan: ImportPlan, *, by: Actor | None, now: datetime.datetime) -> None:
    """Add and change people as planned; party groups that are new are made on the way."""
    groups = _group_ids([*plan.adds, *(change.entry for change in plan.changes)])
    for some in chunked(plan.adds, AT_ONCE):
        Person.insert_many([_new_person(entry, groups, now=now) for entry in some]).execute()
    for change in plan.changes:
        _change(change, groups, by=by, now=now)


def _group_ids(entries: list[Entry]) -> GroupIds:
    wanted = {(entry.branch_id, entry.group) for entry in entries if entry.group}
    ids = _existing_groups({branch for branch, _ in wanted})
    new = [{"organisation": branch, "name": name} for branch, name in sorted(wanted - ids.keys())]
    for some in chunked(new, AT_ONCE):
        Group.insert_many(some).execute()
    return _existing_groups({branch for branch, _ in wanted}) if new else ids


def _existing_groups(branches: set[int]) -> GroupIds:
    ids: GroupIds = {}
    for some in chunked(sorted(branches), AT_ONCE):
        ids |= {(row.organisation_id, row.name): row.id for row in Group.select().where(Group.organisation.in_(some))}
    return ids


def _new_person(entry: Entry, groups: GroupIds, *, now: datetime.datetime) -> dict[str, Any]:
    """Every column of a roster person: the rows of one INSERT must all have the same ones."""
    nothing = {"group": None, "birth_month": None, "phone": None, "phone_hash": None, "phone_tail": ""}
    return {**nothing, "id_number": None, "id_number_hash": None, **_columns(entry, groups), "created_at": now}


def _columns(entry: Entry, groups: GroupIds) -> dict[str, Any]:
    """What the row says; its empty cells say nothing."""
    columns: dict[str, Any] = {
        "name": entry.name,
        "standing": entry.standing,
        "home": entry.branch_id,
        "is_on_roster": True,
    }
    if entry.group:
        columns["group"] = groups[entry.branch_id, entry.group]
    if entry.birth_month:
        columns["birth_month"] = entry.birth_month
    if entry.phone:
        columns |= phone_columns(entry.phone)
    if entry.id_number:
        columns |= {"id_number": entry.id_number, "id_number_hash": key_ring.look_up_hash(entry.id_number)}
    return columns


def _change(change: Change, groups: GroupIds, *, by: Actor | None, now: datetime.datetime) -> None:
    columns = _columns(change.entry, groups)
    changed = [each.column for each in change.columns]
    states = [each for each in change.columns if each.column in STATES]
    if "所在党支部" in changed:
        columns.setdefault("group", None)  # the old branch's group stays behind
    Person.update(version=Person.version + 1, **columns).where(Person.id == change.person_id).execute()
    audit.record(
        "change_person", "person", change.person_id,
        by=by, now=now, organisation_id=change.entry.branch_id,
        before={STATES[each.column]: each.before for each in states},
        after={STATES[each.column]: each.after for each in states} | {"columns": changed},
    )  # fmt: skip
