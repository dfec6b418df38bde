"""Alliances: organisations acting together, with dated memberships."""

from __future__ import annotations

import datetime
from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField
from models.organisations import Area, Organisation


class AllianceLevel(StrEnum):
    TOWNSHIP = "township"
    AREA = "area"
    AD_HOC = "ad_hoc"


class AllianceType(BaseModel):
    """The three colours, and those a township adds without code (features A1)."""

    key = peewee.CharField(max_length=24, unique=True)
    name = peewee.CharField(max_length=30)
    colour = peewee.CharField(max_length=7)


class Alliance(BaseModel):
    """Many organisations, any number of alliances each. Its lead is an appointment."""

    name = peewee.CharField(max_length=60)
    level = StateField(AllianceLevel)
    type = peewee.ForeignKeyField(AllianceType, backref="alliances", on_delete="RESTRICT")
    township = peewee.ForeignKeyField(Organisation, backref="alliances", on_delete="RESTRICT")
    area = peewee.ForeignKeyField(Area, null=True, on_delete="SET NULL")
    goal = peewee.CharField(max_length=300, default="")
    formed_on = peewee.DateField()
    ended_on = peewee.DateField(null=True)

    type_id: int
    township_id: int
    area_id: int | None

    class Meta:
        indexes = ((("township", "name"), True),)

    @classmethod
    def goes_on(cls, day: datetime.date) -> peewee.Expression:
        """The condition that an alliance has not ended by that local day; `ended_on` is the first day without it."""
        return cls.ended_on.is_null() | (cls.ended_on > day)

    def has_ended(self, day: datetime.date) -> bool:
        return self.ended_on is not None and self.ended_on <= day

    def members_on(self, day: datetime.date) -> peewee.ModelSelect[Organisation]:
        """The organisations that belonged on that local day; `left_on` is the first day outside."""
        return (
            Organisation.select()
            .join(AllianceMembership)
            .where(AllianceMembership.alliance == self, AllianceMembership.holds_on(day))
            .order_by(Organisation.id)
        )


class AllianceMembership(BaseModel):
    """From `joined_on` up to, but not on, `left_on`. History stays: nobody is ever deleted from it."""

    alliance = peewee.ForeignKeyField(Alliance, backref="memberships", on_delete="CASCADE")
    organisation = peewee.ForeignKeyField(Organisation, backref="alliance_memberships", on_delete="RESTRICT")
    joined_on = peewee.DateField()
    left_on = peewee.DateField(null=True)

    alliance_id: int
    organisation_id: int

    class Meta:
        indexes = ((("alliance", "organisation", "joined_on"), True),)

    @classmethod
    def holds_on(cls, day: datetime.date) -> peewee.Expression:
        """The condition that a membership holds on that local day."""
        return (cls.joined_on <= day) & (cls.left_on.is_null() | (cls.left_on > day))
