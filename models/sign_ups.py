"""Who signed up for which post, in what order, and whether they came."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.events import Event, Post
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.people import Person


class SignUpStatus(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    LATE_CANCELLED = "late_cancelled"  # 临时取消: a place that was hard to fill again
    EVENT_CANCELLED = "event_cancelled"


class Attendance(StrEnum):
    ATTENDED = "attended"
    ABSENT = "absent"


class SignUp(BaseModel):
    """One person's sign-up. `ticket` is their number in the post's queue, drawn under the post's lock.

    `is_held` is 1 while it stands (confirmed or waiting) and NULL once cancelled, so that the unique key
    allows one standing sign-up per event and person beside any number of past ones.

    `seats` counts the person and their companions; the companions' names (JSON) and a guardian's name and
    phone are personal data, erased some time after the event.

    `marked_at` is the instant of the last word on whether they came; NULL while nobody has said anything.
    """

    # Each foreign key leads one of the indexes below: no index of its own, this table is written in a rush.
    event = peewee.ForeignKeyField(Event, backref="sign_ups", on_delete="CASCADE", index=False)
    post = peewee.ForeignKeyField(Post, backref="sign_ups", on_delete="CASCADE", index=False)
    person = peewee.ForeignKeyField(Person, backref="sign_ups", on_delete="RESTRICT", index=False)
    status = StateField(SignUpStatus)
    is_held = peewee.SmallIntegerField(null=True, default=1)
    ticket = peewee.IntegerField()
    seats = peewee.SmallIntegerField(default=1)
    companions = EncryptedField(null=True)
    guardian_name = EncryptedField(null=True)
    guardian_phone = EncryptedField(null=True)
    is_walk_in = peewee.BooleanField(default=False)
    entered_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")  # 代报
    kept_change = peewee.IntegerField(default=0)  # the event's change_number that this person agreed to
    signed_up_at = UTCDateTimeField()
    confirmed_at = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True)
    attendance = StateField(Attendance, null=True)
    marked_at = UTCDateTimeField(null=True)
    checked_in_at = UTCDateTimeField(null=True)
    checked_out_at = UTCDateTimeField(null=True)
    is_end_assumed = peewee.BooleanField(default=False)  # nobody checked out: the planned end stands in

    event_id: int
    post_id: int
    person_id: int
    entered_by_id: int | None

    class Meta:
        indexes = (
            (("event", "person", "is_held"), True),
            (("post", "status", "ticket"), False),
            (("person", "is_held"), False),
        )


class EventRollMark(BaseModel):
    """One mark of an event's roll call as it came in. Its nonce makes a second arrival a repeat."""

    event = peewee.ForeignKeyField(Event, on_delete="CASCADE", index=False)
    nonce = peewee.CharField(max_length=64)
    sign_up = peewee.ForeignKeyField(SignUp, on_delete="CASCADE")
    attendance = StateField(Attendance)
    marked_at = UTCDateTimeField()
    marked_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    was_stored = peewee.BooleanField()
    received_at = UTCDateTimeField()

    event_id: int
    sign_up_id: int
    marked_by_id: int

    class Meta:
        indexes = ((("event", "nonce"), True),)


class ReminderKind(StrEnum):
    FIRST = "first"  # a day ahead
    SECOND = "second"  # shortly before


class Reminder(BaseModel):
    """That a person was reminded of an event. The unique key makes it once, whatever restarts or moves."""

    event = peewee.ForeignKeyField(Event, on_delete="CASCADE", index=False)
    person = peewee.ForeignKeyField(Person, on_delete="CASCADE")
    kind = StateField(ReminderKind)
    sent_at = UTCDateTimeField()

    event_id: int
    person_id: int

    class Meta:
        indexes = ((("event", "person", "kind"), True),)
