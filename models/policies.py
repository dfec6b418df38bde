"""What a county, township or branch decides for itself."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField
from models.organisations import Organisation


class Policy(BaseModel):
    """A value that differs from the default, for an organisation and all below it, from a day on.

    The nearest ancestor's latest value in force wins. Rows are added, never changed: what held on
    any past day can be told.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="policies", on_delete="CASCADE")
    name = peewee.CharField(max_length=60)
    value = peewee.TextField()  # JSON
    from_at = UTCDateTimeField()

    organisation_id: int

    class Meta:
        indexes = ((("name", "organisation", "from_at"), True),)
