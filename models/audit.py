"""The audit trail: append-only, for the application itself too (models.base.AppendOnly)."""

from __future__ import annotations

import peewee

from models.base import AppendOnly, BaseModel
from models.fields import UTCDateTimeField


class AuditEntry(AppendOnly, BaseModel):
    """Who did what to which row, for whom, and what changed.

    People are kept as plain numbers, not foreign keys: an entry outlives whatever it speaks of.
    `before` and `after` are JSON without personal data; `origin` is the request or job it came from.
    """

    actor_id = peewee.IntegerField(null=True, index=True)
    acted_for_id = peewee.IntegerField(null=True)
    action = peewee.CharField(max_length=40)
    subject = peewee.CharField(max_length=30)
    subject_id = peewee.IntegerField()
    organisation_id = peewee.IntegerField(null=True)
    before = peewee.TextField(default="{}")
    after = peewee.TextField(default="{}")
    reason = peewee.CharField(max_length=200, default="")
    origin = peewee.CharField(max_length=64, default="")
    at = UTCDateTimeField()

    class Meta:
        indexes = ((("subject", "subject_id"), False), (("organisation_id", "id"), False), (("at", "id"), False))
