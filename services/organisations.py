"""The organisation tree: making it grow, finding one's place in it."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from models.hot_queries import every_request as hot
from models.organisations import Organisation, OrganisationKind, Sector
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Invalid, NotFound
from services.permissions import Actor, within

CHILDREN_OF = {
    OrganisationKind.COUNTY: {OrganisationKind.TOWNSHIP},
    OrganisationKind.TOWNSHIP: {
        OrganisationKind.COMMITTEE,
        OrganisationKind.GENERAL_BRANCH,
        OrganisationKind.BRANCH,
        OrganisationKind.JOINT_BRANCH,
    },
    OrganisationKind.COMMITTEE: {
        OrganisationKind.GENERAL_BRANCH,
        OrganisationKind.BRANCH,
        OrganisationKind.JOINT_BRANCH,
    },
    OrganisationKind.GENERAL_BRANCH: {OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH},
    OrganisationKind.BRANCH: set(),
    OrganisationKind.JOINT_BRANCH: set(),
}


@unit_of_work
def add_organisation(
    name: str,
    kind: OrganisationKind,
    *,
    parent: Organisation | None,
    sector: Sector | None = None,
    by: Actor | None,
    now: datetime.datetime,
) -> Organisation:
    """Add an organisation below its parent; raises Invalid where the tree does not allow that kind.

    The same name under the same parent is the same organisation: it is answered as it stands.
    """
    if kind is OrganisationKind.COUNTY and parent is not None:
        raise Invalid("kind_not_allowed", "县级组织没有上级组织，请把上级留空", {"kind": "不能放在这里"})
    if kind is not OrganisationKind.COUNTY and (parent is None or kind not in CHILDREN_OF[parent.kind]):
        raise Invalid("kind_not_allowed", "这一级下面不能建这种党组织，请换一级或换一种", {"kind": "不能放在这里"})
    same: Organisation | None = Organisation.get_or_none(name=name, parent=parent)
    if same is not None:
        return same
    organisation = Organisation.create(name=name, kind=kind, sector=sector, parent=parent, created_at=now)
    organisation.path = f"{parent.path if parent else '/'}{organisation.id}/"
    organisation.save(only=[Organisation.path])
    audit.record("add_organisation", "organisation", organisation.id, by=by, now=now, organisation_id=organisation.id)
    return organisation


def get_organisation(organisation_id: int) -> Organisation:
    """An organisation that still exists; their names are public. Raises NotFound."""
    organisation = hot.organisation.first(Organisation, organisation=organisation_id)
    if organisation is None:
        raise NotFound()
    return organisation


def list_organisations(*, parent_id: int | None = None) -> list[Organisation]:
    """The organisations below a parent, one level down; without a parent the roots."""
    below = Organisation.parent.is_null() if parent_id is None else Organisation.parent == parent_id
    return list(Organisation.select().where(below, Organisation.closed_at.is_null()).order_by(Organisation.id))


def list_within(
    paths: list[str], *, kinds: Collection[OrganisationKind] = tuple(OrganisationKind)
) -> list[Organisation]:
    """The organisations of these subtrees, each below the one it belongs to."""
    found = Organisation.select().where(within(paths), Organisation.kind.in_(kinds), Organisation.closed_at.is_null())
    return sorted(found, key=Organisation.ancestor_ids)


def organisation_for(organisation_id: int | None, *, by: Actor) -> Organisation:
    """Where a thing is made: the organisation named; else the actor's only seat; else their home.

    Raises Invalid `organisation_required` when there are several seats, or neither seat nor home.
    """
    if organisation_id is not None:
        return get_organisation(organisation_id)
    seats = {seat.organisation_id for seat in by.seats if seat.organisation_id is not None}
    if len(seats) == 1:
        return get_organisation(seats.pop())
    if not seats and by.person.home_id is not None:
        return get_organisation(by.person.home_id)
    raise Invalid("organisation_required", "请选择是哪个村或单位的", {"organisation_id": "请选择"})
