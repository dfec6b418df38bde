"""Who acts for whom: a relative or neighbour for an elder who has no phone (features I10)."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.people import Person


class ProxyStatus(StrEnum):
    ASKED = "asked"  # waits for the other of the two, or for the secretary
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


class ProxyRelation(StrEnum):
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    SECRETARY = "secretary"


class Proxy(BaseModel):
    """`helper` acts for `elder`. `is_standing` is 1 while asked or active and NULL afterwards, so that the unique key
    allows each pair one standing proxy beside any number of past ones.

    `asked_by` is one of the two, or the secretary, whose grant needs no other word. `decided_by` confirmed or refused.
    """

    elder = peewee.ForeignKeyField(Person, backref="proxies", on_delete="RESTRICT", index=False)
    helper = peewee.ForeignKeyField(Person, backref="acting_for", on_delete="RESTRICT")
    relation = StateField(ProxyRelation)
    status = StateField(ProxyStatus)
    is_standing = peewee.SmallIntegerField(null=True, default=1)
    asked_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = UTCDateTimeField()
    decided_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True)

    elder_id: int
    helper_id: int
    asked_by_id: int
    decided_by_id: int | None

    class Meta:
        indexes = ((("elder", "helper", "is_standing"), True),)
