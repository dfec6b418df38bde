"""Commands already carried out, so that a repeat over a broken network has no second effect."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField
from models.people import Person


class IdempotencyKey(BaseModel):
    """The outcome of one command of one person: its status and resource, never the answer's text."""

    person = peewee.ForeignKeyField(Person, on_delete="CASCADE")
    key = peewee.CharField(max_length=80)
    request_hash = peewee.CharField(max_length=64)
    status = peewee.SmallIntegerField()
    resource_id = peewee.IntegerField(null=True)
    created_at = UTCDateTimeField(index=True)

    person_id: int

    class Meta:
        indexes = ((("person", "key"), True),)
