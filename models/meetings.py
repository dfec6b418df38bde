"""What is written about a meeting: its minutes in versions, and the dates of meetings that need no roll."""

from __future__ import annotations

import peewee

from models.base import AppendOnly, BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.party_days import MeetingKind, PartyDay
from models.people import Person
from models.photos import Photo


class MinutesVersion(AppendOnly, BaseModel):
    """One saved version of a Party day's or meeting's minutes; the highest number is what holds.

    Two who write at once both save the next number: the unique key lets one through and the other reads on.
    `is_after_lock` marks what was changed once the minutes were locked; the unlock tells why.
    """

    party_day = peewee.ForeignKeyField(PartyDay, backref="minutes", on_delete="CASCADE", index=False)
    number = peewee.SmallIntegerField()
    agenda = peewee.TextField(default="")
    host = peewee.CharField(max_length=30, default="")
    recorder = peewee.CharField(max_length=30, default="")
    text = peewee.TextField(default="")
    is_after_lock = peewee.BooleanField(default=False)
    saved_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    saved_at = UTCDateTimeField()

    party_day_id: int
    saved_by_id: int

    class Meta:
        indexes = ((("party_day", "number"), True),)


class MinutesUnlock(AppendOnly, BaseModel):
    """That locked minutes were opened again, by whom, why and until when."""

    party_day = peewee.ForeignKeyField(PartyDay, backref="minutes_unlocks", on_delete="CASCADE")
    reason = peewee.CharField(max_length=200)
    unlocked_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    unlocked_at = UTCDateTimeField()
    until_at = UTCDateTimeField()

    party_day_id: int
    unlocked_by_id: int


class MeetingPhoto(BaseModel):
    """A photo of a Party day or meeting, for its record; whether it may be seen is the photo's own state."""

    party_day = peewee.ForeignKeyField(PartyDay, backref="meeting_photos", on_delete="CASCADE")
    photo = peewee.ForeignKeyField(Photo, unique=True, on_delete="CASCADE")
    caption = peewee.CharField(max_length=60, default="")

    party_day_id: int
    photo_id: int


class MeetingDate(BaseModel):
    """That a branch met, or will meet, on a local day, where the roll and the record are kept on paper.

    `group_number` is the group's id for its meeting, else 0: the unique key passes over NULL.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="meeting_dates", on_delete="CASCADE", index=False)
    kind = StateField(MeetingKind)
    held_on = peewee.DateField()
    group_number = peewee.IntegerField(default=0)
    note = peewee.CharField(max_length=100, default="")
    recorded_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    recorded_at = UTCDateTimeField()

    organisation_id: int
    recorded_by_id: int

    class Meta:
        indexes = ((("organisation", "kind", "held_on", "group_number"), True),)
