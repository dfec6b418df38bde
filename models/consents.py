"""What people have agreed to, in which wording, and since when."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.people import Person


class ConsentPurpose(StrEnum):
    """General terms, and apart from them what is sensitive by law and rests on consent (features R1).

    The Party's own roster, with standing and ID number, does not: services/consent_texts.py.
    """

    GENERAL = "general"
    PARTY_STANDING = "party_standing"  # 政治面貌
    HARDSHIP = "hardship"  # 困难情况


class Consent(BaseModel):
    """A person's word on one wording. Withdrawn and given again it is the same row; the audit trail tells each step."""

    person = peewee.ForeignKeyField(Person, backref="consents", on_delete="CASCADE", index=False)
    purpose = StateField(ConsentPurpose)
    version = peewee.CharField(max_length=16)
    given_at = UTCDateTimeField()
    withdrawn_at = UTCDateTimeField(null=True)

    person_id: int

    class Meta:
        indexes = ((("person", "purpose", "version"), True),)
