"""A monthly series of events (一月一公益): what is the same every month, and who hosts in turn."""

from __future__ import annotations

import peewee

from models.alliances import Alliance
from models.base import BaseModel
from models.events import AttendanceMode, Audience, Event
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class Series(BaseModel):
    """The pattern its events are made from; each event may then be changed alone.

    `first_month` ("2026-11", local) is where the turns are counted from. The day is a day of the month or the
    n-th weekday of it, as in models.party_days.FixedDay; `starts` is local, as in "09:00". `posts` is JSON.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="series", on_delete="RESTRICT")
    title = peewee.CharField(max_length=40)
    detail = peewee.CharField(max_length=1000, default="")
    place = peewee.CharField(max_length=60)
    first_month = peewee.CharField(max_length=7)
    month_day = peewee.SmallIntegerField(null=True)
    week = peewee.SmallIntegerField(null=True)
    weekday = peewee.SmallIntegerField(null=True)
    starts = peewee.CharField(max_length=5)
    minutes = peewee.SmallIntegerField()
    posts = peewee.TextField()
    audience = StateField(Audience, default=Audience.EVERYONE)
    alliance = peewee.ForeignKeyField(Alliance, null=True, on_delete="RESTRICT")
    attendance_mode = StateField(AttendanceMode, default=AttendanceMode.ROLL_CALL)
    made_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = UTCDateTimeField()
    ended_at = UTCDateTimeField(null=True)
    version = peewee.IntegerField(default=0)  # rises with each change: the second of two editors is told

    organisation_id: int
    alliance_id: int | None
    made_by_id: int


class SeriesHost(BaseModel):
    """One turn of the series: who hosts in which place of the round. The same host may have several."""

    series = peewee.ForeignKeyField(Series, backref="hosts", on_delete="CASCADE", index=False)
    place = peewee.SmallIntegerField()
    organisation = peewee.ForeignKeyField(Organisation, on_delete="RESTRICT")

    series_id: int
    organisation_id: int

    class Meta:
        indexes = ((("series", "place"), True),)


class SeriesMonth(BaseModel):
    """The event a series made for a month, once: also when it was cancelled, the month is not made again."""

    series = peewee.ForeignKeyField(Series, backref="months", on_delete="CASCADE", index=False)
    month = peewee.CharField(max_length=7)
    event = peewee.ForeignKeyField(Event, backref="series_months", unique=True, on_delete="CASCADE")

    series_id: int
    event_id: int

    class Meta:
        indexes = ((("series", "month"), True),)
