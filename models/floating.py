"""流动党员: members who live elsewhere, and members from elsewhere who live here (features I9)."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.people import Person


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class FloatingMember(BaseModel):
    """One stay. `is_current` is 1 until it ends and NULL afterwards, so that a person has one at a time."""

    person = peewee.ForeignKeyField(Person, backref="stays", on_delete="RESTRICT")
    direction = StateField(Direction)
    place = peewee.CharField(max_length=80)  # where they live now, or where their branch is
    card_number = peewee.CharField(max_length=40, default="")  # 流动党员活动证
    since_on = peewee.DateField()
    next_contact_on = peewee.DateField(index=True)
    contacted_on = peewee.DateField(null=True)
    ended_on = peewee.DateField(null=True)
    is_current = peewee.SmallIntegerField(null=True, default=1)
    version = peewee.IntegerField(default=0)
    created_at = UTCDateTimeField()

    person_id: int

    class Meta:
        indexes = ((("person", "is_current"), True),)
