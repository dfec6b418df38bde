"""WeChat's access tokens, shared by every process on every host."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import peewee
from cryptography.fernet import InvalidToken

from models.base import BaseModel
from models.fields import EncryptedField, UTCDateTimeField

LIFE = datetime.timedelta(hours=2)  # of every token WeChat issues
LEASE = datetime.timedelta(seconds=5)  # longer than most fetches; soon over when its holder was killed
SKEW = datetime.timedelta(minutes=1)  # by which the clocks of two hosts may differ
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # when a token that WeChat refused expired


class WeChatToken(BaseModel):
    """One token. `fetching_until` is the lease of the one process that is fetching the next.

    The cipher text differs with each writing, so a token is compared by its hash; a token is random
    and long, so a plain SHA-256 gives nothing away. An instant further ahead than any process could
    have written is not believed: in the sandbox the clock may be set back.
    """

    name = peewee.CharField(max_length=80, unique=True)
    value = EncryptedField(default="")
    value_hash = peewee.CharField(max_length=64, default="")
    expires_at = UTCDateTimeField(default=LONG_AGO)
    fetching_until = UTCDateTimeField(null=True)

    class Meta:
        table_name = "wechat_token"

    @classmethod
    def find_good(cls, name: str, now: datetime.datetime) -> WeChatToken | None:
        """The token of that name, if it is still good; opened already."""
        good = cls.select().where(cls.name == name, _is_ahead(cls.expires_at, now, LIFE))
        try:
            found: WeChatToken | None = good.first()
        except InvalidToken:  # written under a secret that has left SECRET_KEYS since
            cls.expire(name)
            return None
        return found

    @classmethod
    def add_row(cls, name: str) -> None:
        """Make sure that the row exists, for the guarded updates below."""
        cls.insert(name=name).on_conflict_ignore().execute()

    @classmethod
    def store(cls, name: str, value: str, expires_at: datetime.datetime) -> None:
        cls.update(**_columns(value, expires_at)).where(cls.name == name).execute()

    @classmethod
    def expire(cls, name: str, value: str | None = None) -> None:
        """Let a token expire; with `value`, only while it is still that one (compare and set)."""
        rows = cls.update(expires_at=LONG_AGO).where(cls.name == name)
        if value is not None:
            rows = rows.where(cls.value_hash == _hash(value))
        rows.execute()

    @classmethod
    def take_lease(cls, name: str, now: datetime.datetime) -> datetime.datetime | None:
        """The end of our lease, which also identifies it; None while a rival fetches or has fetched."""
        is_needed = ~_is_ahead(cls.expires_at, now, LIFE)
        is_free = cls.fetching_until.is_null() | ~_is_ahead(cls.fetching_until, now, LEASE)
        taken = cls.update(fetching_until=now + LEASE).where(cls.name == name, is_needed, is_free)
        return now + LEASE if taken.execute() == 1 else None

    @classmethod
    def store_under_lease(cls, name: str, value: str, expires_at: datetime.datetime, lease: datetime.datetime) -> bool:
        """Store what was fetched and end the lease; False when a rival has taken over since."""
        columns = {**_columns(value, expires_at), "fetching_until": None}
        return bool(cls.update(**columns).where(cls.name == name, cls.fetching_until == lease).execute())

    @classmethod
    def end_lease(cls, name: str, lease: datetime.datetime) -> None:
        cls.update(fetching_until=None).where(cls.name == name, cls.fetching_until == lease).execute()


def _is_ahead(instant: Any, now: datetime.datetime, most: datetime.timedelta) -> Any:
    return (instant > now) & (instant <= now + most + SKEW)


def _columns(value: str, expires_at: datetime.datetime) -> dict[str, Any]:
    return {"value": value, "value_hash": _hash(value), "expires_at": expires_at}


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
