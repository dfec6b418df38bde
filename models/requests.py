"""What people ask a secretary to decide."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.encryption import HASH_LENGTH
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class RequestKind(StrEnum):
    BINDING = "binding"
    CORRECTION = "correction"  # name, phone or something else on the roster is wrong


class RequestStatus(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Request(BaseModel):
    """Someone asks the branch to be recognised, or to have what it keeps of them corrected.

    `is_waiting` is 1 while undecided and NULL afterwards, so that the unique key allows each
    person one open request and any number of decided ones.
    """

    kind = StateField(RequestKind)
    status = StateField(RequestStatus, default=RequestStatus.WAITING)
    is_waiting = peewee.SmallIntegerField(null=True, default=1)
    person = peewee.ForeignKeyField(Person, backref="requests", on_delete="CASCADE")
    organisation = peewee.ForeignKeyField(Organisation, backref="requests", on_delete="RESTRICT")
    name = peewee.CharField(max_length=30)
    phone = EncryptedField()  # of a correction: as it should be
    phone_hash = peewee.CharField(max_length=HASH_LENGTH)
    phone_tail = peewee.CharField(max_length=4)
    asked_at = UTCDateTimeField()
    decided_at = UTCDateTimeField(null=True)
    decided_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reason = peewee.CharField(max_length=200, default="")
    note = peewee.CharField(max_length=200, default="")  # of a correction: what else is wrong
    version = peewee.IntegerField(default=0)  # of what is asked: nobody decides what they have not read

    person_id: int
    organisation_id: int
    decided_by_id: int | None

    class Meta:
        indexes = (
            (("person", "kind", "is_waiting"), True),
            (("organisation", "status"), False),
        )

    def rewrite(self, **columns: object) -> bool:
        """Let a waiting request ask for something else; False once it is decided. The same again is no change."""
        if all(getattr(self, name) == value for name, value in columns.items() if name != "phone"):
            return True
        rewritten = Request.update(version=Request.version + 1, **columns).where(
            Request.id == self.id, Request.is_waiting == 1
        )
        return bool(rewritten.execute() == 1)
