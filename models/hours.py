"""Hours of service: a ledger that only grows."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.events import Event
from models.fields import StateField, UTCDateTimeField
from models.people import Person


class HoursKind(StrEnum):
    ACTUAL = "actual"  # from confirmed attendance
    REVERSAL = "reversal"  # takes back an earlier entry, to the minute


class HoursEntry(BaseModel):
    """Minutes of one person at one event. Never changed or deleted: a mistake is reversed and entered anew.

    `number` counts the entries of this person at this event: 1 is the first, and the unique key lets
    only one of two rivals write it. A total is always the sum of all minutes; a reversal's are negative.
    """

    person = peewee.ForeignKeyField(Person, backref="hours", on_delete="RESTRICT")
    event = peewee.ForeignKeyField(Event, backref="hours", on_delete="RESTRICT", index=False)
    number = peewee.SmallIntegerField()
    kind = StateField(HoursKind)
    minutes = peewee.IntegerField()
    reverses = peewee.ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")
    recorded_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    recorded_at = UTCDateTimeField()
    reason = peewee.CharField(max_length=200, default="")

    person_id: int
    event_id: int
    reverses_id: int | None
    recorded_by_id: int | None

    class Meta:
        indexes = ((("event", "person", "number"), True),)
        constraints = [  # noqa: RUF012 (peewee's way to declare them)
            peewee.Check("(kind = 'reversal' AND minutes < 0) OR (kind <> 'reversal' AND minutes > 0)"),
        ]
