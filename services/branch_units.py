"""Which units a joint branch (联合党支部) is formed of (features I4): one by one, so that nobody overwrites a list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from peewee import fn

from models.appointments import Function
from models.organisations import BranchUnit, Organisation, OrganisationKind
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Invalid
from services.organisation_desk import get_organisation
from services.permissions import Actor

LONGEST = 60


def list_units(organisation: Organisation) -> list[BranchUnit]:
    """In the order in which they were entered."""
    return list(BranchUnit.select().where(BranchUnit.organisation == organisation.id).order_by(BranchUnit.id))


def count_units(organisations: Iterable[Organisation]) -> dict[int, int]:
    """How many units formed each of them; those with none are left out."""
    joint = [each.id for each in organisations if each.kind is OrganisationKind.JOINT_BRANCH]
    rows: Any = (
        BranchUnit.select(BranchUnit.organisation, fn.COUNT(BranchUnit.id))
        .where(BranchUnit.organisation.in_(joint or [0]))
        .group_by(BranchUnit.organisation)
    )
    return dict(rows.tuples())


@unit_of_work
def add_unit(organisation_id: int, name: str, *, by: Actor, now: datetime.datetime) -> BranchUnit:
    """Enter a unit; entered already, it is answered as it stands. Raises Invalid for what is no joint branch."""
    branch = _to_keep(organisation_id, by, now=now)
    tidy = "".join(name.split())
    if not tidy or len(tidy) > LONGEST:
        raise Invalid("name_invalid", f"请填写单位名称，{LONGEST} 个字以内", {"name": "请填写，不要太长"})
    added = BranchUnit.insert(organisation=branch.id, name=tidy).on_conflict_ignore().as_rowcount().execute()
    unit: BranchUnit = BranchUnit.get(organisation=branch.id, name=tidy)
    if added:
        _note("add_branch_unit", branch, tidy, by, now=now)
    return unit


@unit_of_work
def remove_unit(organisation_id: int, name: str, *, by: Actor, now: datetime.datetime) -> bool:
    """Take a unit off; answers whether it stood there."""
    branch = _to_keep(organisation_id, by, now=now)
    gone: bool = BranchUnit.delete().where(BranchUnit.organisation == branch.id, BranchUnit.name == name).execute() == 1
    if gone:
        _note("remove_branch_unit", branch, name, by, now=now)
    return gone


def _to_keep(organisation_id: int, by: Actor, *, now: datetime.datetime) -> Organisation:
    branch = get_organisation(organisation_id, to=by, now=now)
    by.require(Function.MANAGE_PEOPLE, branch)
    if branch.kind is not OrganisationKind.JOINT_BRANCH:
        told = {"name": "这里不是联合党支部"}
        raise Invalid("not_a_joint_branch", "只有联合党支部才登记组成单位，请先选对党支部", told)
    return branch


def _note(action: str, branch: Organisation, name: str, by: Actor, *, now: datetime.datetime) -> None:
    audit.record(action, "organisation", branch.id, by=by, now=now, organisation_id=branch.id, after={"unit": name})
