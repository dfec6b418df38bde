"""Notices, and their delivery to each person: the inbox is the truth, WeChat only knocks."""

from __future__ import annotations

import datetime
from enum import StrEnum

import peewee

from models.alliances import Alliance
from models.appointments import Appointment
from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class Purpose(StrEnum):
    """What a message is about; the deployment maps each to a WeChat template."""

    WISH_UPDATE = "wish_update"
    EVENT_UPDATE = "event_update"
    PARTY_DAY = "party_day"
    NOTICE = "notice"


class NoticeKind(StrEnum):
    SINGLE = "single"  # what the system tells one or a few people
    MASS = "mass"  # what a secretary tells an audience


class NoticeStatus(StrEnum):
    HELD = "held"  # its text waits for a person
    AWAITING_APPROVAL = "awaiting_approval"  # so many people that a second person looks at it first
    RETURNED = "returned"  # that person sent it back, with a reason
    SCHEDULED = "scheduled"
    PAUSED = "paused"  # was scheduled by someone who has left the seat
    EXPANDING = "expanding"  # its audience is frozen, the inboxes are being filled
    SENT = "sent"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"  # taken back after it was sent: what has not gone out stays
    CORRECTED = "corrected"  # another version stands in its place


OVER = (NoticeStatus.WITHDRAWN, NoticeStatus.CORRECTED)


class Notice(BaseModel):
    """One text for one or many people. `fields` are the values for the purpose's WeChat template.

    Only a mass notice has an author, a seat it was sent from and an audience (JSON, as it was asked
    for). Who is in the audience is frozen in `NoticeBatch` at `sent_at`. A correction `corrects` an
    earlier notice and goes to the very people of that one. `reason` says why it was sent back or withdrawn.
    """

    purpose = StateField(Purpose)
    title = peewee.CharField(max_length=60)
    body = peewee.TextField(default="")
    page = peewee.CharField(max_length=120, default="")
    fields = peewee.TextField(default="{}")  # JSON; text, because nothing is ever searched in it
    created_at = UTCDateTimeField()
    kind = StateField(NoticeKind, default=NoticeKind.SINGLE)
    status = StateField(NoticeStatus, default=NoticeStatus.SENT)
    is_urgent = peewee.BooleanField(default=False)
    author = peewee.ForeignKeyField(Person, null=True, backref="notices", on_delete="RESTRICT")
    seat = peewee.ForeignKeyField(Appointment, null=True, backref="notices", on_delete="RESTRICT")
    organisation = peewee.ForeignKeyField(Organisation, null=True, backref="notices", on_delete="RESTRICT")
    alliance = peewee.ForeignKeyField(Alliance, null=True, backref="notices", on_delete="RESTRICT")
    audience = peewee.TextField(null=True)
    send_at = UTCDateTimeField(null=True)
    sent_at = UTCDateTimeField(null=True)
    approved_by = peewee.ForeignKeyField(Person, null=True, backref="notices_approved", on_delete="RESTRICT")
    approved_at = UTCDateTimeField(null=True)
    corrects = peewee.ForeignKeyField("self", null=True, backref="corrections", on_delete="RESTRICT")
    reason = peewee.CharField(max_length=200, default="")
    version = peewee.IntegerField(default=0)  # rises with each change: the second of two editors is told
    good_until = UTCDateTimeField(null=True)  # WeChat does not ring later: what it tells of has begun

    author_id: int | None
    seat_id: int | None
    organisation_id: int | None
    alliance_id: int | None
    approved_by_id: int | None
    corrects_id: int | None

    class Meta:
        indexes = ((("status", "send_at"), False), (("created_at", "id"), False))

    @property
    def is_over(self) -> bool:
        """Whether it was sent and does not hold any more."""
        return self.status in OVER

    @property
    def told_at(self) -> datetime.datetime:
        """When it came into people's inboxes."""
        return self.sent_at or self.created_at


class NoticeBatch(BaseModel):
    """A part of a notice's frozen audience. Whoever dies while filling inboxes leaves the rest to the next worker."""

    notice = peewee.ForeignKeyField(Notice, backref="batches", on_delete="CASCADE")
    number = peewee.SmallIntegerField()
    person_ids = peewee.TextField()  # JSON; a few hundred, because MySQL's TEXT ends at 64 KB
    people = peewee.SmallIntegerField()
    expanded_at = UTCDateTimeField(null=True)

    notice_id: int

    class Meta:
        indexes = ((("notice", "number"), True),)


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    INBOX_ONLY = "inbox_only"
    UNBOUND = "unbound"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Way(StrEnum):
    """How WeChat is asked to knock: by the mini-program first, then by the Official Account."""

    SUBSCRIBE = "subscribe"
    TEMPLATE = "template"


class ToldHow(StrEnum):
    """How somebody whom WeChat did not reach was told after all."""

    PHONE = "phone"
    GROUP = "group"  # answered in the WeChat group


class Delivery(BaseModel):
    """One notice for one person, once. It lies in the inbox from the start, whatever WeChat does.

    `sending` is committed before WeChat is called: whoever dies in between leaves a trace, and the
    message counts as `unknown` instead of being sent twice (design rule 3). `taken_at` is the
    database's own clock, all other instants are the app's.

    `way` is the one in use or used last, `reason` how that went; `subscribe_reason` is why the first way
    did not do, once the second is taken. `message_id` is WeChat's number of the message it accepted.
    """

    notice = peewee.ForeignKeyField(Notice, backref="deliveries", on_delete="CASCADE")
    person = peewee.ForeignKeyField(Person, backref="deliveries", on_delete="CASCADE")
    status = StateField(DeliveryStatus, default=DeliveryStatus.PENDING)
    reason = peewee.CharField(max_length=40, default="")
    way = StateField(Way, default=Way.SUBSCRIBE)
    subscribe_reason = peewee.CharField(max_length=40, default="")
    message_id = peewee.CharField(max_length=24, null=True, index=True)
    attempts = peewee.SmallIntegerField(default=0)
    due_at = UTCDateTimeField()
    taken_by = peewee.CharField(max_length=40, null=True)
    taken_at = UTCDateTimeField(null=True)
    sent_at = UTCDateTimeField(null=True)
    read_at = UTCDateTimeField(null=True)
    told_at = UTCDateTimeField(null=True)
    told_how = StateField(ToldHow, null=True)

    notice_id: int
    person_id: int

    class Meta:
        indexes = (
            (("notice", "person"), True),
            (("status", "due_at"), False),
            (("person", "id"), False),
        )


class TemplatePause(BaseModel):
    """Until when no worker uses a template, because WeChat has banned it; the others go on."""

    template_id = peewee.CharField(max_length=64, primary_key=True)
    until = UTCDateTimeField()


class SendingPause(BaseModel):
    """Until when no worker sends for an app, because WeChat takes nothing from it (a quota used up, …)."""

    appid = peewee.CharField(max_length=32, primary_key=True)
    until = UTCDateTimeField()
    reason = peewee.CharField(max_length=40)
