"""Asking a meeting's people for their view (features P14). It decides nothing: no vote of the Party is taken here."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField
from models.party_days import PartyDay
from models.people import Person


class Poll(BaseModel):
    """One question to those on a Party day's lists, open until `closed_at`."""

    party_day = peewee.ForeignKeyField(PartyDay, backref="polls", on_delete="CASCADE")
    question = peewee.CharField(max_length=100)
    asked_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(null=True)

    party_day_id: int
    asked_by_id: int


class PollOption(BaseModel):
    poll = peewee.ForeignKeyField(Poll, backref="options", on_delete="CASCADE", index=False)
    number = peewee.SmallIntegerField()
    text = peewee.CharField(max_length=60)

    poll_id: int

    class Meta:
        indexes = ((("poll", "number"), True),)


class PollAnswer(BaseModel):
    """One person's choice, once per poll; they may change it while the poll is open. Lists show totals only."""

    poll = peewee.ForeignKeyField(Poll, backref="answers", on_delete="CASCADE", index=False)
    person = peewee.ForeignKeyField(Person, on_delete="CASCADE")
    option = peewee.ForeignKeyField(PollOption, backref="answers", on_delete="CASCADE")
    answered_at = UTCDateTimeField()

    poll_id: int
    person_id: int
    option_id: int

    class Meta:
        indexes = ((("poll", "person"), True),)
