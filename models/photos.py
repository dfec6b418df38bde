"""Photos that people took: what we keep of one, and whether others may see it."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class PhotoStatus(StrEnum):
    HELD = "held"  # waits for a person of the organisation, or for WeChat's verdict
    SHOWN = "shown"
    REFUSED = "refused"
    REMOVED = "removed"  # at the wish of somebody shown, or of whoever took it


class Photo(BaseModel):
    """One photo, developed anew by us (services.pictures): nothing of the file that came in is left.

    `name` is unguessable and names its two files in the store; it is NULL once they are erased. The photo
    belongs to nobody but its uploader until something they write takes it along: only then is `organisation`
    known, whose people release it. `is_loose` is 1 until then and NULL afterwards, so that the unique key
    makes a repeated upload the same photo. `trace_id` is WeChat's number for the check that was asked for last;
    `needs_person` says that WeChat will not decide.
    """

    name = peewee.CharField(max_length=43, null=True, unique=True)
    digest = peewee.CharField(max_length=64)  # sha256 of what came in: tells a repeat, nothing else
    uploaded_by = peewee.ForeignKeyField(Person, backref="photos", on_delete="RESTRICT", index=False)
    organisation = peewee.ForeignKeyField(Organisation, null=True, backref="photos", on_delete="RESTRICT", index=False)
    status = StateField(PhotoStatus, default=PhotoStatus.HELD)
    is_loose = peewee.SmallIntegerField(null=True, default=1)
    width = peewee.IntegerField()
    height = peewee.IntegerField()
    uploaded_at = UTCDateTimeField()
    decided_at = UTCDateTimeField(null=True)
    reason = peewee.CharField(max_length=200, default="")
    trace_id = peewee.CharField(max_length=64, null=True, unique=True)
    check_asked_at = UTCDateTimeField(null=True)
    check_attempts = peewee.SmallIntegerField(default=0)
    needs_person = peewee.BooleanField(default=False)

    uploaded_by_id: int
    organisation_id: int | None

    class Meta:
        indexes = (
            (("uploaded_by", "digest", "is_loose"), True),
            (("organisation", "status"), False),
            (("status", "id"), False),
        )

    @property
    def can_be_seen(self) -> bool:
        """Whether its files may be handed out at all (to whom is services.photos' question)."""
        return self.name is not None and self.status in (PhotoStatus.HELD, PhotoStatus.SHOWN)
