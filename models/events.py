"""Volunteer events and their posts: when, where, for whom, how many."""

from __future__ import annotations

import datetime
from enum import StrEnum

import peewee

from models.alliances import Alliance
from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class EventStatus(StrEnum):
    DRAFT = "draft"
    HELD = "held"
    OPEN = "open"
    CANCELLED = "cancelled"


PUBLIC_STATUSES = (EventStatus.OPEN, EventStatus.CANCELLED)


class Audience(StrEnum):
    """Who may sign up: everyone, Party members, those of the organisation and below it, those of an alliance."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    ORGANISATION = "organisation"
    ALLIANCE = "alliance"


class AttendanceMode(StrEnum):
    ROLL_CALL = "roll_call"
    SCAN = "scan"
    SCAN_IN_OUT = "scan_in_out"


class Event(BaseModel):
    """One occasion to help. `is_restricted` hides it from those who may not sign up.

    `change_number` counts the changes of time or place: whoever signed up before the latest must keep or
    withdraw. `cancel_hours` and `overlap_grace_minutes` are the policy's values on the day it was made, so
    that what people signed up under stays as it was.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="events", on_delete="RESTRICT")
    made_by = peewee.ForeignKeyField(Person, backref="events_made", on_delete="RESTRICT")
    status = StateField(EventStatus)
    title = peewee.CharField(max_length=40)
    detail = peewee.CharField(max_length=1000, default="")
    place = peewee.CharField(max_length=60)
    starts_at = UTCDateTimeField()
    ends_at = UTCDateTimeField(index=True)
    opens_at = UTCDateTimeField()
    closes_at = UTCDateTimeField()
    cancel_hours = peewee.SmallIntegerField()
    overlap_grace_minutes = peewee.SmallIntegerField()
    audience = StateField(Audience, default=Audience.EVERYONE)
    alliance = peewee.ForeignKeyField(Alliance, null=True, backref="events", on_delete="RESTRICT")
    min_age = peewee.SmallIntegerField(null=True)
    max_age = peewee.SmallIntegerField(null=True)
    is_restricted = peewee.BooleanField(default=False)
    attendance_mode = StateField(AttendanceMode, default=AttendanceMode.ROLL_CALL)
    change_number = peewee.IntegerField(default=0)
    reason = peewee.CharField(max_length=200, default="")  # why it was cancelled
    created_at = UTCDateTimeField()
    cancelled_at = UTCDateTimeField(null=True)
    settled_at = UTCDateTimeField(null=True)  # when the hours of those who scanned were written, after the end
    version = peewee.IntegerField(default=0)  # rises with each change: the second of two editors is told

    organisation_id: int
    made_by_id: int
    alliance_id: int | None

    class Meta:
        indexes = (
            (("status", "starts_at"), False),
            (("organisation", "starts_at"), False),
            (("starts_at", "id"), False),
        )

    @property
    def cancel_by(self) -> datetime.datetime:
        """Until when one may cancel without leaving a gap; afterwards it is noted as a late cancellation."""
        return self.starts_at - datetime.timedelta(hours=self.cancel_hours)


SKILL_MARK = "、"


class Post(BaseModel):
    """One task at an event. `confirmed` and `waiting` count heads: each sign-up with its companions.

    They are written only by services.places, always with the sign-ups they count. `waiting` is declared
    before `confirmed`: MySQL evaluates SET from left to right in this order (see services.places.take).
    """

    event = peewee.ForeignKeyField(Event, backref="posts", on_delete="CASCADE")
    name = peewee.CharField(max_length=40)
    needs = peewee.CharField(max_length=200, default="")  # tools, clothes: told, not checked
    skills = peewee.CharField(max_length=120, default="")  # words of the policy `volunteer.skills`, 、 between
    capacity = peewee.IntegerField()
    waiting = peewee.IntegerField(default=0)
    confirmed = peewee.IntegerField(default=0)
    last_ticket = peewee.IntegerField(default=0)
    is_open = peewee.BooleanField(default=True)  # false once the event is cancelled: nobody slips in behind it

    event_id: int

    class Meta:
        indexes = ((("event", "name"), True),)
        constraints = [  # noqa: RUF012 (peewee's way to declare them)
            peewee.Check("confirmed >= 0 AND confirmed <= capacity"),
            peewee.Check("waiting >= 0"),
        ]

    @property
    def skill_names(self) -> list[str]:
        """All of these a person must have declared to take the post."""
        return self.skills.split(SKILL_MARK) if self.skills else []

    @property
    def has_free_place(self) -> bool:
        """Whether a newcomer gets a place: nobody waits and not all are taken."""
        return self.waiting == 0 and self.confirmed < self.capacity
