"""Party organisations: the tree county → township → committee → … → branch, areas, groups."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField


class OrganisationKind(StrEnum):
    COUNTY = "county"
    TOWNSHIP = "township"
    COMMITTEE = "committee"
    GENERAL_BRANCH = "general_branch"
    BRANCH = "branch"
    JOINT_BRANCH = "joint_branch"


class Sector(StrEnum):
    VILLAGE = "village"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    ASSOCIATION = "association"


class Organisation(BaseModel):
    """A node of the tree. `path` lists the ids from the root to itself, as in `/1/4/9/`."""

    name = peewee.CharField(max_length=60)
    kind = StateField(OrganisationKind)
    sector = StateField(Sector, null=True)
    parent = peewee.ForeignKeyField("self", null=True, backref="children", on_delete="RESTRICT")
    path = peewee.CharField(max_length=120, index=True, default="")
    created_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(null=True)

    parent_id: int | None

    class Meta:
        indexes = ((("parent", "name"), True),)

    @property
    def is_leaf(self) -> bool:
        """Whether it is of a kind that has nothing below it."""
        return self.kind in (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)

    def is_within(self, ancestor_path: str) -> bool:
        """Whether this is the organisation of that path or one below it."""
        return self.path.startswith(ancestor_path)

    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this organisation itself."""
        return [int(part) for part in self.path.split("/") if part]

    def township_path(self) -> str | None:
        """Path of the township this belongs to (the second level of the tree), if it is below the county."""
        ids = self.ancestor_ids()
        return f"/{ids[0]}/{ids[1]}/" if len(ids) > 1 else None


class Area(BaseModel):
    """A group of neighbouring organisations inside a township."""

    township = peewee.ForeignKeyField(Organisation, backref="areas", on_delete="CASCADE")
    name = peewee.CharField(max_length=60)

    township_id: int

    class Meta:
        indexes = ((("township", "name"), True),)


class AreaMembership(BaseModel):
    """Which area an organisation lies in: one at the most."""

    area = peewee.ForeignKeyField(Area, backref="memberships", on_delete="CASCADE")
    organisation = peewee.ForeignKeyField(Organisation, backref="area_memberships", unique=True, on_delete="CASCADE")

    area_id: int
    organisation_id: int


class Group(BaseModel):
    """A subdivision of a branch; never an organisation of its own (features I4)."""

    organisation = peewee.ForeignKeyField(Organisation, backref="groups", on_delete="CASCADE")
    name = peewee.CharField(max_length=60)

    organisation_id: int

    class Meta:
        table_name = "branch_group"  # GROUP is a reserved word
        indexes = ((("organisation", "name"), True),)


class BranchUnit(BaseModel):
    """A unit that formed a joint branch with others: a company, a shop, a school; never an organisation of its own."""

    organisation = peewee.ForeignKeyField(Organisation, backref="units", on_delete="CASCADE")
    name = peewee.CharField(max_length=60)

    organisation_id: int

    class Meta:
        table_name = "branch_unit"
        indexes = ((("organisation", "name"), True),)
