"""What people say they can do, so that posts that need it can be filled (features E7)."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField
from models.people import Person


class PersonSkill(BaseModel):
    """One skill that a person has declared of their own accord; a word of the policy `volunteer.skills`."""

    person = peewee.ForeignKeyField(Person, backref="skills", on_delete="CASCADE", index=False)
    name = peewee.CharField(max_length=20)
    declared_at = UTCDateTimeField()

    person_id: int

    class Meta:
        indexes = ((("person", "name"), True),)
