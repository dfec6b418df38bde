"""组织关系转接: a member's home moves from one branch to another, when both have said so."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class TransferStatus(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Transfer(BaseModel):
    """`is_open` is 1 until it is decided and NULL afterwards: one at a time for each person."""

    person = peewee.ForeignKeyField(Person, backref="transfers", on_delete="RESTRICT")
    source = peewee.ForeignKeyField(Organisation, backref="transfers_out", on_delete="RESTRICT")
    target = peewee.ForeignKeyField(Organisation, backref="transfers_in", on_delete="RESTRICT")
    status = StateField(TransferStatus, default=TransferStatus.ASKED)
    is_open = peewee.SmallIntegerField(null=True, default=1)
    reason = peewee.CharField(max_length=200, default="")
    answer = peewee.CharField(max_length=200, default="")  # why it was refused
    asked_by = peewee.ForeignKeyField(Person, backref="transfers_asked", on_delete="RESTRICT")
    asked_at = UTCDateTimeField()
    decided_by = peewee.ForeignKeyField(Person, null=True, backref="transfers_decided", on_delete="RESTRICT")
    decided_at = UTCDateTimeField(null=True)

    person_id: int
    source_id: int
    target_id: int

    class Meta:
        indexes = ((("person", "is_open"), True),)
