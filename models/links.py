"""Telling which follower of the Official Account is which person, where WeChat gives no unionid."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.encryption import HASH_LENGTH
from models.fields import UTCDateTimeField
from models.people import Person


class LinkCode(BaseModel):
    """A number shown in the mini-program for a few minutes; whoever types it in the chat's page is that person."""

    code_hash = peewee.CharField(max_length=HASH_LENGTH, unique=True)
    person = peewee.ForeignKeyField(Person, on_delete="CASCADE")
    expires_at = UTCDateTimeField(index=True)

    person_id: int


class LinkVisit(BaseModel):
    """One opening of that page: bound to one browser by its cookie, to one follower by WeChat's own log-in.

    `tries_left` keeps numbers from being guessed.
    """

    token_hash = peewee.CharField(max_length=64, unique=True)
    openid = peewee.CharField(max_length=64, default="")
    tries_left = peewee.SmallIntegerField()
    expires_at = UTCDateTimeField(index=True)
