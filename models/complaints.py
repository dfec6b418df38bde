"""What people complain about or suggest, and what they are answered."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class ComplaintKind(StrEnum):
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class ComplaintStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class Complaint(BaseModel):
    """One complaint or suggestion (国办函〔2026〕12号 asks for an entry and for answers in time).

    `organisation` answers: the village, or the township when that is whom the person turned to; a village's secretary
    then does not see it. `due_at` is the local midnight that ends the last working day for an answer.
    The text may name people and is kept like other personal data. While `is_held` it waits for a person of that
    seat to open it: WeChat's check doubted it, or could not be asked.
    """

    person = peewee.ForeignKeyField(Person, backref="complaints", on_delete="RESTRICT")
    organisation = peewee.ForeignKeyField(Organisation, backref="complaints", on_delete="RESTRICT", index=False)
    kind = StateField(ComplaintKind)
    status = StateField(ComplaintStatus, default=ComplaintStatus.OPEN)
    text = EncryptedField(null=True)  # NULL once erased
    is_held = peewee.BooleanField(default=False)
    wants_call = peewee.BooleanField(default=False)
    made_at = UTCDateTimeField()
    due_at = UTCDateTimeField()
    alerted_at = UTCDateTimeField(null=True)
    answer = EncryptedField(null=True)
    answered_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answered_at = UTCDateTimeField(null=True)

    person_id: int
    organisation_id: int
    answered_by_id: int | None

    class Meta:
        indexes = (
            (("organisation", "status"), False),
            (("status", "due_at"), False),
        )
