"""Branches, groups, hosts and alliances that forms about meetings and events let one choose from."""

from __future__ import annotations

from collections.abc import Iterable

from models.alliances import Alliance, AllianceMembership
from models.appointments import Function
from models.organisations import Group, Organisation, OrganisationKind
from services import organisations
from services.errors import NotAllowed, NotFound
from services.local_time import local_day
from web.console.blueprint import current_actor
from web.lifecycle import utc_now

BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)


def my_branches() -> list[Organisation]:
    """The branches whose Party days I run."""
    return organisations.list_within(current_actor().paths_for(Function.RUN_PARTY_DAYS), kinds=BRANCHES)


def my_branch(organisation_id: int | None) -> Organisation:
    """The one meant, or the first of mine; raises NotFound, NotAllowed for who has none."""
    branches = my_branches()
    for branch in branches:
        if organisation_id in (None, branch.id):
            return branch
    raise NotFound() if branches else NotAllowed()


def my_hosts() -> list[Organisation]:
    """The organisations that I may run events for, of any kind."""
    return organisations.list_within(current_actor().paths_for(Function.RUN_EVENTS))


def alliances_of(hosts: list[Organisation]) -> list[tuple[int, str]]:
    """The running alliances to which one of them, or one above it, belongs."""
    ids = {number for host in hosts for number in host.ancestor_ids()}
    today = local_day(utc_now())
    rows = (
        Alliance.select()
        .join(AllianceMembership)
        .where(
            AllianceMembership.organisation.in_(sorted(ids) or [0]),
            AllianceMembership.holds_on(today),
            Alliance.goes_on(today),
        )
        .distinct()
        .order_by(Alliance.id)
    )
    return [(alliance.id, alliance.name) for alliance in rows]


def named(found: Iterable[Organisation]) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in found]


def groups_of(branches: list[Organisation]) -> list[tuple[int, str]]:
    """Their groups; with several branches each says whose it is."""
    names = {branch.id: branch.name for branch in branches}
    rows = Group.select().where(Group.organisation.in_(list(names) or [0])).order_by(Group.organisation, Group.id)
    return [
        (group.id, group.name if len(names) == 1 else f"{names[group.organisation_id]} {group.name}") for group in rows
    ]
