"""Who is logged in. Tokens are opaque; the table knows only their hash, so a leaked backup opens nothing."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField
from models.people import Identity, Person


class Session(BaseModel):
    token_hash = peewee.CharField(max_length=64, unique=True)
    person = peewee.ForeignKeyField(Person, backref="sessions", on_delete="CASCADE")
    identity = peewee.ForeignKeyField(Identity, null=True, backref="sessions", on_delete="CASCADE")
    created_at = UTCDateTimeField()
    expires_at = UTCDateTimeField(index=True)
    revoked_at = UTCDateTimeField(null=True)

    person_id: int
    identity_id: int | None


class LoginCode(BaseModel):
    """Whom a WeChat login code meant, for the few minutes in which a broken network may repeat it."""

    code_hash = peewee.CharField(max_length=64, unique=True)
    identity = peewee.ForeignKeyField(Identity, on_delete="CASCADE")
    expires_at = UTCDateTimeField(index=True)

    identity_id: int
