"""Who is logged in. Tokens are opaque; the table knows only their hash, so a leaked backup opens nothing."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.people import Identity, Person


class SessionKind(StrEnum):
    PHONE = "phone"
    DESK = "desk"


class Session(BaseModel):
    """A phone's token opens the API only, a desk's cookie the console only."""

    token_hash = peewee.CharField(max_length=64, unique=True)
    kind = StateField(SessionKind, default=SessionKind.PHONE)
    person = peewee.ForeignKeyField(Person, backref="sessions", on_delete="CASCADE")
    identity = peewee.ForeignKeyField(Identity, null=True, backref="sessions", on_delete="CASCADE")
    device = peewee.CharField(max_length=40, default="")  # what it calls itself, as in: Windows · Edge
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


class DeskLogInStatus(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    USED = "used"


class DeskLogIn(BaseModel):
    """A desk that shows a code and waits for a phone to say who sits there (features F2).

    Two secrets, so that neither opens the console alone: the code's is seen by whoever looks at the
    screen, the desk's own is known only to the browser that asked.
    """

    code_hash = peewee.CharField(max_length=64, unique=True)
    desk_hash = peewee.CharField(max_length=64, unique=True)
    status = StateField(DeskLogInStatus, default=DeskLogInStatus.WAITING)
    device = peewee.CharField(max_length=40, default="")
    person = peewee.ForeignKeyField(Person, null=True, on_delete="CASCADE")
    identity = peewee.ForeignKeyField(Identity, null=True, on_delete="CASCADE")
    asked_at = UTCDateTimeField()
    expires_at = UTCDateTimeField(index=True)

    person_id: int | None
    identity_id: int | None
