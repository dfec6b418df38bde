"""People, and their identities in WeChat (which are apart: few people have one, binding moves it)."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.encryption import HASH_LENGTH
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.organisations import Group, Organisation


class Standing(StrEnum):
    MEMBER = "member"
    PROBATIONARY = "probationary"
    RESIDENT = "resident"


class Person(BaseModel):
    """Someone known to the alliance: from a branch's roster, approved by a branch, or a visitor.

    A visitor is whom WeChat's log-in made: no name, no home, until binding finds the roster person.
    """

    name = peewee.CharField(max_length=30, default="")
    standing = StateField(Standing, default=Standing.RESIDENT)
    home = peewee.ForeignKeyField(Organisation, null=True, backref="people", on_delete="RESTRICT")
    group = peewee.ForeignKeyField(Group, null=True, on_delete="SET NULL")
    birth_month = peewee.CharField(max_length=7, null=True)  # YYYY-MM: enough to tell namesakes apart
    phone = EncryptedField(null=True)
    phone_hash = peewee.CharField(max_length=HASH_LENGTH, null=True, index=True)  # a couple may share a phone
    phone_tail = peewee.CharField(max_length=4, default="")
    id_number = EncryptedField(null=True)
    id_number_hash = peewee.CharField(max_length=HASH_LENGTH, null=True, unique=True)
    is_on_roster = peewee.BooleanField(default=False)
    approved_at = UTCDateTimeField(null=True)  # a branch vouches for this resident
    merged_into = peewee.ForeignKeyField("self", null=True, on_delete="RESTRICT")
    open_claims = peewee.IntegerField(default=0)  # claims in hand; guarded by the claim limit
    version = peewee.IntegerField(default=0)  # rises with each change at a desk: the second of two editors is told
    created_at = UTCDateTimeField()
    nickname = peewee.CharField(max_length=20, default="")  # how to call somebody whom no roster names
    elder_mode = peewee.BooleanField(default=False)  # big text, on whatever phone they log in
    erased_at = UTCDateTimeField(null=True)  # at their own wish; what had to stay is kept without their account

    home_id: int | None
    group_id: int | None
    merged_into_id: int | None

    class Meta:
        indexes = ((("home", "name"), False), (("home", "id"), False))

    @property
    def is_known(self) -> bool:
        """Whether a branch answers for this person: on its roster or approved by it."""
        return self.is_on_roster or self.approved_at is not None


class Identity(BaseModel):
    """One WeChat account in one app; the mini-program and the Official Account each have their own openid."""

    appid = peewee.CharField(max_length=32)
    openid = peewee.CharField(max_length=64)
    unionid = peewee.CharField(max_length=64, null=True, index=True)
    person = peewee.ForeignKeyField(Person, backref="identities", on_delete="RESTRICT")
    created_at = UTCDateTimeField()

    person_id: int

    class Meta:
        indexes = ((("appid", "openid"), True),)
