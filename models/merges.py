"""Two rows that were one person, made one; for some days this can be taken back (features I11)."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField
from models.people import Person


class Merge(BaseModel):
    """`moved` names, in JSON, every row that pointed at the source and now points at the target."""

    source = peewee.ForeignKeyField(Person, backref="merged_away", on_delete="RESTRICT")
    target = peewee.ForeignKeyField(Person, backref="merged_here", on_delete="RESTRICT")
    moved = peewee.TextField(default="{}")
    merged_by = peewee.ForeignKeyField(Person, backref="merges_made", on_delete="RESTRICT")
    merged_at = UTCDateTimeField(index=True)
    undone_at = UTCDateTimeField(null=True)

    source_id: int
    target_id: int
