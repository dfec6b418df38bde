"""Notices, and their delivery to each person: the inbox is the truth, WeChat only knocks."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.people import Person


class Purpose(StrEnum):
    """What a message is about; the deployment maps each to a WeChat template."""

    WISH_UPDATE = "wish_update"
    EVENT_UPDATE = "event_update"
    PARTY_DAY = "party_day"
    NOTICE = "notice"


class Notice(BaseModel):
    """One text for one or many people. `fields` are the values for the purpose's WeChat template."""

    purpose = StateField(Purpose)
    title = peewee.CharField(max_length=60)
    body = peewee.TextField(default="")
    page = peewee.CharField(max_length=120, default="")
    fields = peewee.TextField(default="{}")  # JSON; text, because nothing is ever searched in it
    created_at = UTCDateTimeField()


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    INBOX_ONLY = "inbox_only"
    UNBOUND = "unbound"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Delivery(BaseModel):
    """One notice for one person, once. It lies in the inbox from the start, whatever WeChat does.

    `sending` is committed before WeChat is called: whoever dies in between leaves a trace, and the
    message counts as `unknown` instead of being sent twice (design rule 3).
    """

    notice = peewee.ForeignKeyField(Notice, backref="deliveries", on_delete="CASCADE")
    person = peewee.ForeignKeyField(Person, backref="deliveries", on_delete="CASCADE")
    status = StateField(DeliveryStatus, default=DeliveryStatus.PENDING)
    reason = peewee.CharField(max_length=40, default="")
    attempts = peewee.SmallIntegerField(default=0)
    due_at = UTCDateTimeField()
    taken_by = peewee.CharField(max_length=40, null=True)
    taken_at = UTCDateTimeField(null=True)
    sent_at = UTCDateTimeField(null=True)
    read_at = UTCDateTimeField(null=True)

    notice_id: int
    person_id: int

    class Meta:
        indexes = (
            (("notice", "person"), True),
            (("status", "due_at"), False),
            (("person", "id"), False),
        )
